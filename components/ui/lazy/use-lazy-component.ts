import { type ComponentType, useState } from "react";

type LazyComponent<Props> = {
  /** Null until its code has arrived. */
  readonly Component: ComponentType<Props> | null;
  /** Resolves to whether the code has loaded; after a failure, another call tries again. */
  readonly load: () => Promise<boolean>;
};

/**
 * Loads a component's code on demand. React's `lazy` would replace the whole screen with the error page when the files are gone, as they are
 * after an upgrade.
 */
export function useLazyComponent<Props>(importComponent: () => Promise<ComponentType<Props>>): LazyComponent<Props> {
  const [Component, setComponent] = useState<ComponentType<Props> | null>(null);

  async function load(): Promise<boolean> {
    try {
      const imported = await importComponent();
      setComponent(() => imported);
      return true;
    } catch {
      return false;
    }
  }

  return { Component, load };
}
