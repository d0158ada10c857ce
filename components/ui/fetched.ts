import { type ComponentType, useState } from "react";

type Fetched<Props> = {
  /** Null until its code has arrived. */
  readonly Component: ComponentType<Props> | null;
  /** Answers whether it is there now; after a failure, asking again tries again. */
  readonly load: () => Promise<boolean>;
};

/**
 * A component whose code is fetched when it is first wanted. React's `lazy` would put the error page in the place of the
 * whole screen when the files are gone, as they are once a newer version has been installed.
 */
export function useFetched<Props>(importIt: () => Promise<ComponentType<Props>>): Fetched<Props> {
  const [Component, setComponent] = useState<ComponentType<Props> | null>(null);

  async function load(): Promise<boolean> {
    try {
      const imported = await importIt();
      setComponent(() => imported);
      return true;
    } catch {
      return false;
    }
  }

  return { Component, load };
}
