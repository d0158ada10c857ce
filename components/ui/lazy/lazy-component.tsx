import { type ComponentType, useEffect, useEffectEvent } from "react";
import { Toast, useToast } from "@/components/ui/feedback/toast";
import { useLazyComponent } from "./use-lazy-component";

/** Makes a component whose code loads when it is first rendered in the browser. The server renders nothing in its place. */
export function lazyComponent<Props extends object>(importComponent: () => Promise<ComponentType<Props>>) {
  return function LazyComponent(props: Props) {
    const { Component, load } = useLazyComponent(importComponent);
    const toast = useToast();

    const show = useEffectEvent(async () => {
      if (!(await load())) toast.showError("A part of this screen could not be loaded: reload the page");
    });

    useEffect(() => {
      show();
    }, []);

    return Component ? <Component {...props} /> : <Toast toast={toast} />;
  };
}
