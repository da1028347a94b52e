/**
 * Removes all items from a list and returns them in a new list.
 *
 * The list is copied because of V8. If the arrays from one line of code live long, V8 allocates the next ones directly in
 * the old generation. A list that a slow stream fills and replaces by `[]` is such an array. The objects in it then stay
 * in memory until the next full garbage collection.
 */
export function drainArray<Item>(list: Item[]): Item[] {
  const taken = list.slice();
  list.length = 0;
  return taken;
}
