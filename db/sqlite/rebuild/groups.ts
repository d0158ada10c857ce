/** Groups connections so that each group has few events. Those with many are alone. */
export function* groupsOf<Subject extends { readonly events: number }>(
  subjects: readonly Subject[],
  eventsMax: number,
): Generator<Subject[]> {
  let group: Subject[] = [];
  let size = 0;
  for (const subject of subjects) {
    if (group.length > 0 && size + subject.events > eventsMax) {
      yield group;
      group = [];
      size = 0;
    }
    group.push(subject);
    size += subject.events;
  }
  if (group.length > 0) yield group;
}
