import { gzipSync } from 'node:zlib';

import type { Reply, ReplyStep } from '../../server/reply.ts';
import { frameParts } from '../../stream/frame-parts.ts';
import type { StreamPart } from '../../stream/stream-part.ts';
import { changeStreamSettings } from '../faults/change-stream-settings.ts';
import { playScript } from '../faults/play-script.ts';
import type { Session } from '../session-store.ts';
import { type TurnQuestion, planTurn } from '../turn/plan-turn.ts';
import { type Passage, createTurnScript } from '../turn/turn-script.ts';
import type { Site } from './site.ts';

const headers = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache',
};

/** The event stream of one answer; the session is busy until its end marker, or until it closes. */
export function streamAnswer(site: Site, session: Session, question: TurnQuestion): Reply {
  const { fault } = question;
  const { turn, conversation } = planTurn(question, site.settings);
  site.conversations.set(conversation.id, conversation);
  const release = site.sessions.occupy(session);
  const settings = changeStreamSettings(fault, site.settings.stream);
  const script = createTurnScript(turn, settings, release);
  const steps = frameParts(joinPassages(playScript(script, fault)), settings);
  const reply: Reply = {
    status: 200,
    headers,
    steps,
    notes: { fault: fault?.kind },
    onClose: release,
  };
  return fault?.kind === 'gzip-encoding' ? compress(reply) : reply;
}

function* joinPassages(passages: readonly Passage[]): Generator<StreamPart> {
  for (const passage of passages) yield* passage;
}

/** The same bytes, in one compressed piece that nobody asked for. */
function compress(reply: Reply): Reply {
  const chunk = gzipSync(Buffer.concat([...reply.steps].map(readWrite)));
  return {
    ...reply,
    headers: { ...reply.headers, 'content-encoding': 'gzip' },
    steps: [{ kind: 'write', chunk }],
  };
}

function readWrite(step: ReplyStep): Uint8Array {
  return step.kind === 'write' ? Buffer.from(step.chunk) : Buffer.of();
}
