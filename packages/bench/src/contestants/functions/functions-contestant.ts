import type { Contestant } from '../../harness/contestant.ts';
import { assertText } from '../../tasks/assert-text.ts';
import { readResponse } from '../../tasks/read-response.ts';
import type { OpenAiTarget } from '../openai/openai-target.ts';
import { createUnderstudyStreamClient } from '../openai/understudy-client.ts';
import { countFunctions } from './count-functions.ts';

const packages = /\/packages\/(core|openai-wire|provider-openai)\/dist\//;

/** Creates a contestant that counts the functions of the first chat of a new runtime. */
export function createFunctions(target: OpenAiTarget): Contestant {
  return {
    repeat: async () => {
      const client = await createUnderstudyStreamClient(target, 'one target');
      const count = await countFunctions(packages, async () => {
        assertText(await readResponse(client), target.script.responseText);
      });
      await client.close();
      return { ...count };
    },
    close: async () => {},
  };
}
