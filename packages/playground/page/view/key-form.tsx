import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';

import { adminKey, needsKey } from '../api/session.ts';
import { loadAll } from '../state/configuration.ts';

/** Asks for the admin key. The page forgets it when it is closed. */
export function KeyForm(): JSX.Element {
  const draft = useSignal('');
  return (
    <form
      class="card key-form"
      onSubmit={(event) => {
        event.preventDefault();
        adminKey.value = draft.value;
        needsKey.value = false;
        void loadAll();
      }}
    >
      <h2 class="card-title">Admin key</h2>
      <p class="muted">
        This listener needs one of its admin keys. The key is kept in the memory of this page only.
      </p>
      <label for="key">Key</label>
      <input
        id="key"
        name="key"
        type="password"
        autocomplete="off"
        required
        value={draft.value}
        onInput={(event) => (draft.value = event.currentTarget.value)}
      />
      <button type="submit" class="button primary">
        Use key
      </button>
    </form>
  );
}
