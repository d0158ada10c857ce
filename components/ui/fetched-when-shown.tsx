import { type ComponentType, useEffect, useEffectEvent } from "react";
import { BriefWords, useBriefWords } from "./brief-words";
import { useFetched } from "./fetched";

/**
 * A component whose code is fetched when it is first shown. It takes a script to be shown at all: the server sends nothing
 * in its place.
 */
export function fetchedWhenShown<Props extends object>(importIt: () => Promise<ComponentType<Props>>) {
  return function FetchedWhenShown(props: Props) {
    const { Component, load } = useFetched(importIt);
    const speech = useBriefWords();

    const show = useEffectEvent(async () => {
      if (!(await load())) speech.warn("A part of this screen could not be loaded: reload the page");
    });

    useEffect(() => {
      show();
    }, []);

    return Component ? <Component {...props} /> : <BriefWords speech={speech} />;
  };
}
