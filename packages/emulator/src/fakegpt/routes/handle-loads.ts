import { assertNever } from '../../assert-never.ts';
import { createChallengeReply } from '../../faults/challenge-reply.ts';
import { htmlPage } from '../../faults/html-page.ts';
import { createHtmlReply, createJsonReply, createTextReply } from '../../server/create-reply.ts';
import type { Reply } from '../../server/reply.ts';
import type { FakeGptFaultAmong } from '../faults/fakegpt-fault.ts';
import { loadsFaultNames } from '../faults/fault-names.ts';
import type { ServerState } from './server-state.ts';

/** `GET /api/loads`: the shared accounts, each with the load it has at this moment. */
export function handleLoads(state: ServerState): Reply {
  const fault = state.faults.take(loadsFaultNames, 'loads-none');
  const reply = fault === undefined ? listLoads(state) : failLoads(state, fault);
  return { ...reply, notes: { fault: fault?.kind } };
}

function listLoads({ settings, sessions }: ServerState): Reply {
  const loads = settings.accounts.map((account) => ({
    token_id: account.tokenId,
    count: account.load + sessions.countBusy(account),
  }));
  return createJsonReply(200, { loads });
}

function failLoads(state: ServerState, fault: FakeGptFaultAmong<typeof loadsFaultNames>): Reply {
  switch (fault.kind) {
    case 'loads-empty':
      return createJsonReply(200, { loads: [] });
    case 'loads-all-busy':
      return createJsonReply(200, {
        loads: state.settings.accounts.map(({ tokenId }) => ({
          token_id: tokenId,
          count: fault.count ?? 99,
        })),
      });
    case 'loads-html-page':
      return createHtmlReply(200, htmlPage);
    case 'loads-challenge':
      return createChallengeReply();
    case 'loads-server-error':
      return createTextReply(500, 'Internal Server Error');
    default:
      return assertNever(fault);
  }
}
