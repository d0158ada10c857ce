import clsx from "clsx";
import { type ComponentProps, createElement } from "react";

/** The classes of a card, for elements that a library renders. */
export const CARD = "rounded-xl border border-line bg-surface";

type CardTag = "div" | "section" | "form" | "ul" | "ol" | "li" | "dl";
type CardProps<Tag extends CardTag> = ComponentProps<Tag> & { readonly as?: Tag };

/** A box with a border that sets its content apart from the page. */
export function Card<Tag extends CardTag = "div">({ as, className, ...props }: CardProps<Tag>) {
  const tag: string = as ?? "div";
  return createElement(tag, { ...props, className: clsx(CARD, className) });
}
