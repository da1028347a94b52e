import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';

import { announce } from '../state/announcement.ts';
import { createCode, languages } from '../state/code.ts';
import type { Language } from '../state/code.ts';
import { letters, prompt, targets } from '../state/comparison.ts';
import { Icon } from './icons.tsx';

/** Code that sends the same chat. */
export function Code(): JSX.Element {
  const language = useSignal<Language>('curl');
  const target = useSignal(0);
  const model = targets.value[target.value] ?? targets.value[0] ?? '';
  const { origin } = location;
  const code = createCode(language.value, { origin, model, prompt: prompt.value });
  return (
    <section class="card" aria-labelledby="code-title">
      <div class="card-head">
        <h2 id="code-title" class="card-title">
          Code
        </h2>
        <fieldset class="segments">
          <legend class="hidden">Language</legend>
          {languages.map((each) => (
            <label key={each}>
              <input
                type="radio"
                name="language"
                checked={language.value === each}
                onChange={() => (language.value = each)}
              />
              <span>{each}</span>
            </label>
          ))}
        </fieldset>
        {targets.value.length > 1 && (
          <select
            aria-label="Target of the code"
            value={target.value}
            onChange={(event) => (target.value = event.currentTarget.selectedIndex)}
          >
            {targets.value.map((name, index) => (
              <option key={letters[index]} value={index}>
                {letters[index]}: {name}
              </option>
            ))}
          </select>
        )}
        <button type="button" class="button small" onClick={() => void copy(code)}>
          <Icon name="copy" />
          Copy
        </button>
      </div>
      {/* The code scrolls, so the keyboard must reach it. */}
      <pre class="code mono" tabIndex={0} role="group" aria-labelledby="code-title">
        {code}
      </pre>
    </section>
  );
}

async function copy(code: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(code);
    announce('Code copied.');
  } catch {
    announce('The browser did not allow copying. Select the code and copy it.');
  }
}
