// The mappings and lists that are open at a line: where each begins in the text as it is, and where it will.

/** A mapping or a list in block style, by its column. */
export interface Level {
  readonly was: number;
  readonly is: number;
  readonly isList: boolean;
}

/** Columns from one level to the next. */
export const step = 2;

export class Levels {
  #open: Level[] = [];

  /** Nothing is open: a document begins. */
  clear(): void {
    this.#open = [];
  }

  /** The level of a key or a dash at a column; with `stays`, one that is new keeps the column. */
  at(column: number, isList: boolean, stays: boolean): Level {
    const isOver = ({ was, isList: wasList }: Level): boolean => was > column || (was === column && wasList && !isList);
    while (this.#open.length > 0 && isOver(this.#open.at(-1) as Level)) this.#open.pop();
    const top = this.#open.at(-1);
    if (top !== undefined && top.was === column && top.isList === isList) return top;
    const level: Level = { was: column, is: stays ? column : top === undefined ? 0 : top.is + step, isList };
    this.#open.push(level);
    return level;
  }

  /** Where a comment goes that stands above nothing at its column. What it says decides between a key and its list. */
  ofComment(column: number, text: string): number {
    const same = this.#open.filter(({ was }) => was === column);
    const exact = /^#\s*- /.test(text) ? same.at(-1) : same[0];
    if (exact !== undefined) return exact.is;
    const outer = this.#open.findLast(({ was }) => was < column);
    return outer === undefined ? column : outer.is + column - outer.was;
  }
}
