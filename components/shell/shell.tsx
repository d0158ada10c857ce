import type { ReactNode } from "react";
import { ShortcutsProvider } from "@/components/keyboard/shortcuts";
import { ShortcutsButton } from "@/components/keyboard/shortcuts-button";
import type { PaletteView } from "@/components/palette/entries";
import { PaletteButton } from "@/components/palette/palette-button";
import { IconSprite } from "@/components/ui/icon-sprite";
import { Link } from "@/components/ui/link";
import { Logo } from "@/components/ui/logo";
import { BlurProvider } from "@/components/ui/personal/personal-tooltip";
import { type CountedView, ViewList } from "@/components/views/view-list";
import { listHref } from "@/domain/lists/connection-search-url";
import { isPersonalView, searchOfView } from "@/domain/lists/saved-view";
import type { Theme } from "@/domain/values/preferences/theme";
import {
  auditPath,
  connectionsPath,
  DOCTOR_PATH,
  deliveriesPath,
  erasePath,
  eventsPath,
  HOME_PATH,
  quarantinePath,
  queuePath,
  replayPath,
  settingsPath,
  USERS_PREFIX,
} from "@/domain/values/query/paths";
import type { Revision } from "@/domain/values/revision";
import { AccountLink, type Who } from "./account-link";
import { BlurButton } from "./blur-button";
import { NavLink } from "./nav-link";
import { ThemePicker } from "./theme-picker";

type ShellProps = {
  readonly theme: Theme;
  readonly chooseTheme: (form: FormData) => Promise<void>;
  readonly isBlurred: boolean;
  readonly chooseBlur: (form: FormData) => Promise<void>;
  readonly areSingleKeysOn: boolean;
  readonly chooseSingleKeys: (form: FormData) => Promise<void>;
  readonly health: ReactNode;
  readonly views: readonly CountedView[];
  /** As of which the views were counted; null if they could not be. */
  readonly revision: Revision | null;
  /** The person who is signed in; null if that could not be read. */
  readonly who: Who | null;
  readonly children: ReactNode;
};

/** Frames every signed-in page: navigation at its side if there is room, otherwise above it. */
export function Shell(props: ShellProps) {
  const {
    theme,
    chooseTheme,
    isBlurred,
    chooseBlur,
    areSingleKeysOn,
    chooseSingleKeys,
    health,
    views,
    revision,
    who,
    children,
  } = props;
  const isAdmin = who?.role === "admin";
  return (
    <BlurProvider isBlurred={isBlurred}>
      <ShortcutsProvider areSingleKeysOn={areSingleKeysOn} chooseSingleKeys={chooseSingleKeys}>
        <IconSprite />
        <div className="lg:grid lg:min-h-dvh lg:grid-cols-[15rem_1fr]">
          <a
            href="#page"
            className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-accent focus:px-4 focus:py-2 focus:text-on-accent"
          >
            Skip to the page
          </a>
          <div className="border-b border-line bg-sunken lg:border-r lg:border-b-0">
            <header className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2.5 lg:sticky lg:top-0 lg:h-dvh lg:flex-col lg:flex-nowrap lg:items-stretch lg:gap-6 lg:p-4">
              <Link href={HOME_PATH} className="rounded-md lg:px-1 lg:py-1">
                <Logo />
              </Link>
              <PaletteButton chooseTheme={chooseTheme} views={views.map(toPaletteView)} role={who?.role ?? "viewer"} />
              <nav
                aria-label="Main"
                className="order-last flex min-w-0 basis-full flex-wrap gap-1 lg:order-none lg:min-h-0 lg:basis-auto lg:flex-col lg:flex-nowrap"
              >
                <div className="flex min-w-0 basis-full gap-1 overflow-x-auto [scrollbar-width:none] lg:basis-auto lg:flex-col lg:overflow-visible">
                  <NavLink href={queuePath()} icon="outreach">
                    Outreach
                  </NavLink>
                  <NavLink href={connectionsPath()} alsoFor={[USERS_PREFIX]} icon="connections">
                    Connections
                  </NavLink>
                  <NavLink href={eventsPath()} alsoFor={[quarantinePath()]} icon="events">
                    Events
                  </NavLink>
                  <NavLink href={deliveriesPath()} alsoFor={[DOCTOR_PATH]} icon="deliveries">
                    Deliveries
                  </NavLink>
                  {isAdmin ? (
                    <>
                      <NavLink href={auditPath()} icon="audit">
                        Audit
                      </NavLink>
                      <NavLink href={settingsPath()} alsoFor={[replayPath(), erasePath()]} icon="settings">
                        Settings
                      </NavLink>
                    </>
                  ) : null}
                </div>
                <ViewList views={views} revision={revision} />
              </nav>
              <div className="flex items-center gap-2 max-lg:flex-row-reverse max-lg:noscript:ml-auto lg:mt-auto lg:flex-col lg:items-stretch lg:gap-4">
                <div className="hidden lg:block">{health}</div>
                {who ? <AccountLink who={who} /> : null}
                <div className="flex items-center gap-2 lg:justify-between">
                  <ThemePicker theme={theme} chooseTheme={chooseTheme} />
                  <BlurButton isBlurred={isBlurred} chooseBlur={chooseBlur} />
                  <span className="max-sm:hidden">
                    <ShortcutsButton />
                  </span>
                </div>
              </div>
            </header>
          </div>
          <main id="page" tabIndex={-1} className="min-w-0 outline-none">
            {children}
          </main>
        </div>
      </ShortcutsProvider>
    </BlurProvider>
  );
}

function toPaletteView(view: CountedView): PaletteView {
  return { name: view.name, href: listHref(searchOfView(view)), isPersonal: isPersonalView(view) };
}
