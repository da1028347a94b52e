/** Adds two counts. An unknown one is not added, so that the sum is undefined only if both are. */
export function addCounts(left: number | undefined, right: number | undefined): number | undefined {
  return left === undefined || right === undefined ? (left ?? right) : left + right;
}
