import { afterAll, beforeEach, expect } from 'vitest';

import { fetchExceptions } from './fetch-exceptions.ts';

interface Task {
  readonly name: string;
  readonly tasks?: readonly Task[];
}

function namesOf({ name, tasks }: Task): readonly string[] {
  return tasks ? tasks.flatMap(namesOf) : [name];
}

function exceptionsOf(file: string): readonly string[] {
  return fetchExceptions
    .filter((exception) => file.endsWith(`/${exception.file}`))
    .flatMap(({ tests }) => tests);
}

let tested: { readonly filepath: string } & Task = { filepath: '', name: '', tasks: [] };

// A listed test must fail. A test that passes must be removed from the list.
beforeEach(({ task }) => {
  tested = task.file;
  // The type is read-only, but vitest reads the value after the test.
  if (exceptionsOf(task.file.filepath).includes(task.name)) Reflect.set(task, 'fails', true);
});

afterAll(() => {
  expect(namesOf(tested)).toEqual(expect.arrayContaining([...exceptionsOf(tested.filepath)]));
});
