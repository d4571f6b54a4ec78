/** A figure as `FigureJson` of Skeptic.Cli writes it. */
export interface Figure {
  readonly name: string;
  readonly panels: readonly Panel[];
}

/** One pair of axes; `kind` says which function of `panels.ts` draws it. */
export type Panel = LinesPanel;

export interface LinesPanel {
  readonly kind: 'lines';
  readonly title: string;
  readonly x: string;
  readonly y: string;
  /** Of the horizontal axis. */
  readonly logarithmic: boolean;
  readonly lines: readonly Line[];
}

export interface Line {
  readonly name: string;
  /** Which colour of the palette. */
  readonly colour: number;
  /** Which of the dashes, 0 for a solid line. */
  readonly dash: number;
  readonly points: readonly Point[];
}

/** Where, the mean over runs, and their sample standard deviation; null for one run. */
export type Point = readonly [x: number, y: number, deviation: number | null];
