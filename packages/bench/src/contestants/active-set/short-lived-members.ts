import type { Contestant } from '../../harness/contestant.ts';
import { measureWork } from '../../tasks/measure-work.ts';
import { createYoungCollector, oldSpaceBytes } from '../../tasks/old-space-task.ts';

/** More than one, because a collection of the old space falls into some rounds only. */
const roundsOfLargeSet = 10;

/** A set whose members are deleted by the value that `add` returned. */
export interface MemberSet<Entry> {
  add(member: object): Entry;
  delete(entry: Entry): void;
}

export interface ShortLivedPlan {
  /** Members that are in the set at the same time. */
  readonly active: number;
  /** Members that are added and deleted per repetition. */
  readonly members: number;
  /** Size of the data that a member refers to, like the buffers and the request of a chat. */
  readonly bytesPerMember: number;
}

/**
 * Creates a contestant that adds each member and deletes the oldest one, as chats do.
 *
 * Two collections before the work move the set to V8's old space. In a server this happens sooner or later.
 */
export function createShortLivedMembers<Entry>(
  set: MemberSet<Entry>,
  { active, members, bytesPerMember }: ShortLivedPlan,
): Contestant {
  const entries: Entry[] = [];
  const data = Array.from({ length: bytesPerMember / 8 }, (_, index) => index);
  const addAndDelete = async (): Promise<void> => {
    for (let index = 0; index < members; index += 1) {
      const position = index % active;
      const oldest = entries[position];
      if (oldest !== undefined) set.delete(oldest);
      entries[position] = set.add({ data: data.slice() });
    }
  };
  const collectYoung = createYoungCollector();
  return {
    repeat: async () => {
      collectYoung();
      collectYoung();
      const bytesBefore = oldSpaceBytes();
      const { cpuMicroseconds } = await measureWork(addAndDelete);
      return {
        cpu: cpuMicroseconds / members,
        oldSpace: (oldSpaceBytes() - bytesBefore) / members,
      };
    },
    close: async () => {},
  };
}

/** Creates a contestant that adds members to a large set and then deletes them in the same order. */
export function createLargeSet<Entry>(set: MemberSet<Entry>, members: number): Contestant {
  const objects = Array.from({ length: members }, (_, index) => ({ index }));
  const addAndDelete = async (): Promise<void> => {
    for (let round = 0; round < roundsOfLargeSet; round += 1) {
      const entries = objects.map((object) => set.add(object));
      for (const entry of entries) set.delete(entry);
    }
  };
  return {
    repeat: async () => {
      const { cpuMicroseconds } = await measureWork(addAndDelete);
      return { total: cpuMicroseconds / 1000 / roundsOfLargeSet };
    },
    close: async () => {},
  };
}
