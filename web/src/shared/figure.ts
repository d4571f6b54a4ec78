/** A figure as `FigureJson` of Skeptic.Cli writes it. */
export interface Figure {
  readonly name: string;
  readonly panels: readonly Panel[];
}

/** One pair of axes; `kind` says which function of `panels.ts` draws it. */
export type Panel = LinesPanel | MatrixPanel | CloudsPanel;

export interface LinesPanel {
  readonly kind: 'lines';
  readonly title: string;
  readonly x: string;
  readonly y: string;
  /** Of the horizontal axis. */
  readonly logarithmic: boolean;
  /** The largest value that there can be, such as 100 of percents; null for none. */
  readonly ceiling: number | null;
  readonly lines: readonly Line[];
}

export interface Line {
  readonly name: string;
  /** Which colour of the palette. */
  readonly colour: number;
  /** Which of the dashes, 0 for a solid line. */
  readonly dash: number;
  /** Whether it is level from point to point, as the outline of a histogram. */
  readonly steps: boolean;
  readonly points: readonly Point[];
}

/** Shares in percent, null where a row has nothing. */
export interface MatrixPanel {
  readonly kind: 'matrix';
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly values: readonly (readonly (number | null)[])[];
}

/** Points whose distances alone mean something. */
export interface CloudsPanel {
  readonly kind: 'clouds';
  readonly title: string;
  readonly y: string;
  readonly clouds: readonly Cloud[];
}

export interface Cloud {
  readonly name: string;
  readonly colour: number;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** Where, the mean over runs, and their sample standard deviation; null for one run. */
export type Point = readonly [x: number, y: number, deviation: number | null];
