import { stalled } from '../answers.ts';
import type { Clause } from '../clause.ts';
import { becomeTrue } from '../rehearsal/become-true.ts';
import { canPause } from '../rehearsal/can-say.ts';
import { expectLetGo } from '../rehearsal/expect-let-go.ts';
import { silent } from '../rehearsal/programme.ts';
import { Rehearsal } from '../rehearsal/rehearsal.ts';
import type { Subject } from '../subject.ts';

export const letsGoWhenLeft: Clause = {
  id: 'lets-go-when-left',
  rule: 'A consumer that breaks off or cancels closes the connection at once, also between two pulls.',
  async check(subject) {
    if (canPause(subject)) await breakOff(subject);
    await cancelInSilence(subject);
  },
};

async function breakOff(subject: Subject): Promise<void> {
  await using rehearsal = await Rehearsal.open(subject, stalled);
  for await (const event of rehearsal.ask()) if (event.type === 'text-delta') break;
  await expectLetGo(rehearsal, 'a break');
}

async function cancelInSilence(subject: Subject): Promise<void> {
  await using rehearsal = await Rehearsal.open(subject, subject.stage ? silent : stalled);
  const chat = rehearsal.ask();
  const response = chat.response().catch(() => {});
  await becomeTrue(() => rehearsal.probe.open > 0, 'expected the chat to begin');
  await chat.cancel();
  await response;
  await expectLetGo(rehearsal, 'a cancel');
}
