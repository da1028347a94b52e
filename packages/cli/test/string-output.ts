import { Writable } from 'node:stream';

/** An output that keeps what is written; a pipe unless it is said to be a terminal. */
export class StringOutput extends Writable {
  text = '';
  readonly isTTY: boolean;
  readonly columns: number = 80;

  constructor(kind: 'pipe' | 'terminal' = 'pipe') {
    super({ decodeStrings: false });
    this.isTTY = kind === 'terminal';
  }

  override _write(chunk: string, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk;
    done();
  }

  /** Without colours, so that texts can be compared; those who want colours say so. */
  getColorDepth(): number {
    return 1;
  }
}
