import { applyFault, listFaultNames } from '../../faults/fault-table.ts';
import { createJsonReply } from '../../server/create-reply.ts';
import type { Reply } from '../../server/reply.ts';
import { loadsFaults } from '../faults/request-faults.ts';
import type { ServerState } from './server-state.ts';

const faultNames = listFaultNames(loadsFaults);

/** `GET /api/loads`: returns the shared accounts with their current load. */
export function handleLoads(state: ServerState): Reply {
  const fault = state.faults.take(faultNames, 'loads-none');
  const tokenIds = state.settings.accounts.map(({ tokenId }) => tokenId);
  const reply = applyFault(loadsFaults, fault, tokenIds) ?? listLoads(state);
  return { ...reply, notes: { fault: fault?.kind } };
}

function listLoads({ settings, sessions }: ServerState): Reply {
  const loads = settings.accounts.map((account) => ({
    token_id: account.tokenId,
    count: account.load + sessions.countBusy(account),
  }));
  return createJsonReply(200, { loads });
}
