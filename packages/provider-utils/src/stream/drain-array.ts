/**
 * Removes all items from a list and returns them in a new list.
 *
 * A copy, because V8 allocates arrays directly in the old generation if earlier arrays from the same line of code lived
 * long. A list that a slow stream fills and replaces by `[]` is such an array. The objects in it then stay in memory
 * until the next full garbage collection.
 */
export function drainArray<Item>(list: Item[]): Item[] {
  const taken = list.slice();
  list.length = 0;
  return taken;
}
