"use client";

import { Bookmark, BookmarkPlus, ChevronDown } from "lucide-react";
import { type ReactNode, useActionState, useEffect, useId, useRef, useState } from "react";
import { ListLink, useListNavigation } from "@/components/lists/list-navigation";
import { UndoBar } from "@/components/ui/feedback/undo-bar";
import { PERSONAL, Personal } from "@/components/ui/personal/personal";
import {
  isPersonalView,
  isUnchanged,
  isWorthSaving,
  type SavedView,
  searchOfView,
  VIEW_NAME_LENGTH_MAX,
  VIEWS_MAX,
  type ViewRefusal,
  viewQueryOf,
} from "@/domain/lists/saved-view";
import { closeOnEscape, closeWhenLeft } from "./filter-menu";

export type ViewAction = (before: ViewRefusal | null, form: FormData) => Promise<ViewRefusal | null>;
export type ViewActions = {
  readonly add: ViewAction;
  readonly update: ViewAction;
  readonly rename: ViewAction;
  readonly remove: ViewAction;
};

const REFUSAL_WORDS: Record<ViewRefusal, string> = {
  name_empty: "Enter a name.",
  name_too_long: `A name has at most ${VIEW_NAME_LENGTH_MAX} characters.`,
  name_taken: "There is already a view with this name.",
  too_many: `There are already ${VIEWS_MAX} views, the most there can be. Delete one first.`,
  unknown_view: "Someone has deleted this view in the meantime.",
};

const ITEM = "min-h-8 w-full rounded-md px-2 text-left hover:bg-hover";

/** Keeps a list under a name, or changes the view that it came from. Works before any script does. */
export function SaveView({ views, actions }: { views: readonly SavedView[]; actions: ViewActions }) {
  const { search } = useListNavigation();
  const view = views.find((one) => String(one.id) === search.view);
  const isEdited = view !== undefined && !isUnchanged(search, view);
  const [deleted, setDeleted] = useState<SavedView | null>(null);
  const isGone = deleted !== null && views.every(({ id, name }) => id !== deleted.id && name !== deleted.name);
  const undoBar = isGone ? (
    <UndoDeletion key={deleted.id} view={deleted} add={actions.add} onClose={() => setDeleted(null)} />
  ) : null;
  const details = useRef<HTMLDetailsElement>(null);

  // What was asked for is done: the menu gives way, and the focus stays with its button.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it follows what the menu is about.
  useEffect(() => {
    if (!details.current?.open) return;
    details.current.open = false;
    details.current.querySelector("summary")?.focus();
  }, [search.view, isEdited]);

  if (!view && !isWorthSaving(search)) return undoBar;
  const Name = view && isPersonalView(view) ? Personal : "span";
  const Icon = view ? Bookmark : BookmarkPlus;
  return (
    <>
      {undoBar}
      <details
        ref={details}
        name="filters"
        className="group/view relative min-w-0 shrink"
        onKeyDown={closeOnEscape}
        onBlur={closeWhenLeft}
      >
        <summary className="flex min-h-9 max-w-56 items-center gap-1.5 rounded-md border border-line-strong/50 bg-surface px-3 font-medium hover:bg-hover">
          <Icon aria-hidden className="size-4 shrink-0" />
          {view ? (
            <span className="truncate">
              <span className="sr-only">View: </span>
              <Name>{view.name}</Name>
              {isEdited ? ", edited" : null}
            </span>
          ) : (
            <span className="truncate">Save view</span>
          )}
          {view ? <ChevronDown aria-hidden className="size-3.5 shrink-0" /> : null}
        </summary>
        <div
          key={`${search.view} ${viewQueryOf(search)}`}
          className="absolute right-0 z-30 mt-1.5 grid w-72 gap-2 rounded-xl border border-line bg-surface p-2 shadow-xl max-sm:fixed max-sm:inset-x-2 max-sm:bottom-2 max-sm:w-auto"
        >
          {view && isEdited ? (
            <>
              <ActionForm action={actions.update} view={view}>
                <button type="submit" className={ITEM}>
                  Update “<Name>{view.name}</Name>” to this
                </button>
              </ActionForm>
              <ListLink to={searchOfView(view)} className={`${ITEM} flex items-center`}>
                <span>
                  Reset to “<Name>{view.name}</Name>”
                </span>
              </ListLink>
            </>
          ) : null}
          {view ? <Named action={actions.rename} view={view} label="Name" button="Rename" initial={view.name} /> : null}
          {!view || isEdited ? (
            <Named
              action={actions.add}
              label={view ? "Name of the new view" : "Name"}
              button={view ? "Save as new" : "Save"}
            />
          ) : null}
          {view ? (
            <details>
              <summary className={`${ITEM} flex items-center text-bad`}>Delete this view …</summary>
              <ActionForm action={actions.remove} view={view} onSubmit={() => setDeleted(view)}>
                <p className="px-2 pb-1 text-xs text-ink-faint">Everyone on the team loses it. The connections stay.</p>
                <button type="submit" className="min-h-8 w-full rounded-md bg-bad-soft font-medium text-bad">
                  Delete “<Name>{view.name}</Name>”
                </button>
              </ActionForm>
            </details>
          ) : null}
        </div>
      </details>
    </>
  );
}

type UndoDeletionProps = { readonly view: SavedView; readonly add: ViewAction; readonly onClose: () => void };

function UndoDeletion({ view, add, onClose }: UndoDeletionProps) {
  const [refusal, restore, isRestoring] = useActionState(add, null);
  return (
    <UndoBar
      words={["Deleted the view “", isPersonalView(view) ? { personal: view.name } : view.name, "”."]}
      problem={refusal && REFUSAL_WORDS[refusal]}
      undo={restore}
      fields={{ name: view.name, query: view.query }}
      isPending={isRestoring}
      onClose={onClose}
    />
  );
}

type NamedProps = { action: ViewAction; view?: SavedView; label: string; button: string; initial?: string };

function Named({ action, view, label, button, initial = "" }: NamedProps) {
  const name = useId();
  return (
    <ActionForm action={action} {...(view ? { view } : {})}>
      <label htmlFor={name} className="px-1 text-xs text-ink-faint">
        {label}
      </label>
      <span className="flex gap-1">
        <input
          {...(view && isPersonalView(view) ? PERSONAL : {})}
          id={name}
          name="name"
          required
          maxLength={VIEW_NAME_LENGTH_MAX}
          defaultValue={initial}
          autoComplete="off"
          className="min-h-8 min-w-0 flex-1 rounded-md border border-line-strong/50 bg-surface px-2"
        />
        <button
          type="submit"
          className="min-h-8 rounded-md bg-accent px-3 font-medium whitespace-nowrap text-on-accent hover:bg-accent-strong"
        >
          {button}
        </button>
      </span>
    </ActionForm>
  );
}

type ActionFormProps = { action: ViewAction; view?: SavedView; onSubmit?: () => void; children: ReactNode };

function ActionForm({ action, view, onSubmit, children }: ActionFormProps) {
  const { search } = useListNavigation();
  const [refusal, run, isPending] = useActionState(action, null);
  return (
    <form action={run} onSubmit={onSubmit} aria-busy={isPending} className="grid gap-1">
      <input type="hidden" name="query" value={viewQueryOf(search)} />
      {view ? <input type="hidden" name="id" value={view.id} /> : null}
      {children}
      <p role="status" className="px-1 text-xs text-bad empty:hidden">
        {refusal && !isPending ? REFUSAL_WORDS[refusal] : ""}
      </p>
    </form>
  );
}
