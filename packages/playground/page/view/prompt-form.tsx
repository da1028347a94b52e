import type { JSX } from 'preact';

import * as comparison from '../state/comparison.ts';
import { letters } from '../state/comparison.ts';
import { Icon } from './icons.tsx';

export function PromptForm(): JSX.Element {
  return (
    <form
      class="card prompt"
      aria-label="Chat"
      onSubmit={(event) => {
        event.preventDefault();
        comparison.sendPrompt();
      }}
    >
      <label class="card-title" for="prompt">
        Prompt
      </label>
      <textarea
        id="prompt"
        rows={3}
        value={comparison.prompt.value}
        onInput={(event) => (comparison.prompt.value = event.currentTarget.value)}
        onKeyDown={sendOnEnter}
        aria-describedby="prompt-keys"
      />
      <div class="prompt-row">
        <div class="targets" role="group" aria-label="Targets">
          {comparison.targets.value.map((name, index) => (
            <TargetField key={letters[index]} index={index} name={name} />
          ))}
          <AddButton />
        </div>
        <div class="actions">
          <p id="prompt-keys" class="keys">
            <kbd>Ctrl</kbd>
            <kbd>Enter</kbd> sends, <kbd>Esc</kbd> stops
          </p>
          <button
            type="button"
            class="button"
            aria-disabled={!comparison.isRunning.value}
            onClick={comparison.stopAll}
          >
            <Icon name="stop" />
            Stop
          </button>
          <button type="submit" class="button primary">
            <Icon name="send" />
            Send
          </button>
        </div>
      </div>
    </form>
  );
}

function sendOnEnter(event: KeyboardEvent): void {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  comparison.sendPrompt();
}

function AddButton(): JSX.Element | null {
  if (comparison.targets.value.length >= letters.length) return null;
  return (
    <button type="button" class="button quiet add" onClick={comparison.addTarget}>
      <Icon name="add" />
      Compare
    </button>
  );
}

function TargetField({
  index,
  name,
}: {
  readonly index: number;
  readonly name: string;
}): JSX.Element {
  const letter = letters[index];
  const { chains, providers } = groupModels(comparison.models.value);
  return (
    <div class="target">
      <span class={`badge badge-${letter}`} aria-hidden="true">
        {letter}
      </span>
      <select
        aria-label={`Target ${letter}`}
        value={name}
        onChange={(event) => comparison.selectTarget(index, event.currentTarget.value)}
      >
        <ModelGroup label="Chains and aliases" names={chains} selected={name} />
        {[...providers].map(([provider, names]) => (
          <ModelGroup key={provider} label={provider} names={names} selected={name} />
        ))}
      </select>
      {comparison.targets.value.length > 1 && (
        <button
          type="button"
          class="icon-button"
          aria-label={`Remove target ${letter}`}
          onClick={() => comparison.removeTarget(index)}
        >
          <Icon name="remove" />
        </button>
      )}
    </div>
  );
}

interface ModelGroupProps {
  readonly label: string;
  readonly names: readonly string[];
  readonly selected: string;
}

function ModelGroup({ label, names, selected }: ModelGroupProps): JSX.Element | null {
  if (names.length === 0) return null;
  return (
    <optgroup label={label}>
      {names.map((name) => (
        <option key={name} value={name} selected={name === selected}>
          {name}
        </option>
      ))}
    </optgroup>
  );
}

function groupModels(names: readonly string[]): {
  readonly chains: readonly string[];
  readonly providers: ReadonlyMap<string, readonly string[]>;
} {
  return {
    chains: names.filter((name) => !name.includes('/')),
    providers: Map.groupBy(
      names.filter((name) => name.includes('/')),
      (name) => name.slice(0, name.indexOf('/')),
    ),
  };
}
