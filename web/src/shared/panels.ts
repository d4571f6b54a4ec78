import type { Panel } from './figure';
import { element } from './dom';
import { drawClouds, numbersOfClouds } from './clouds';
import { drawLines } from './lines';
import { drawMatrix, numbersOfMatrix } from './matrix';
import { numbersOfLines } from './table';
import { readOut } from './readout';

/** What a kind of panel has to tell: how it is drawn, which names its legend has, and its numbers as a table. */
export interface Kind<P extends Panel> {
  /** What can be hidden, with how the legend shows it. */
  readonly names: (panel: P) => readonly { name: string; colour: number; dash: number }[];
  /** The panel without what is hidden. */
  readonly without: (panel: P, hidden: ReadonlySet<string>) => P;
  readonly isEmpty: (panel: P) => boolean;
  readonly draw: (panel: P, width: number, height: number) => SVGSVGElement;
  /** Adds what answers the pointer and the keys. */
  readonly enliven: (svg: SVGSVGElement, panel: P, frame: HTMLElement, box: HTMLElement) => void;
  readonly numbers: (panel: P) => HTMLTableElement;
}

/** A further kind of panel is one more entry. */
const kinds: { readonly [K in Panel['kind']]: Kind<Extract<Panel, { kind: K }>> } = {
  lines: {
    names: panel => panel.lines,
    without: (panel, hidden) => ({ ...panel, lines: panel.lines.filter(line => !hidden.has(line.name)) }),
    isEmpty: panel => panel.lines.length === 0,
    draw: drawLines,
    enliven: readOut,
    numbers: numbersOfLines,
  },
  matrix: {
    names: () => [],
    without: panel => panel,
    isEmpty: panel => panel.rows.length === 0,
    draw: drawMatrix,
    enliven: () => {},
    numbers: numbersOfMatrix,
  },
  clouds: {
    names: panel => panel.clouds.map(cloud => ({ name: cloud.name, colour: cloud.colour, dash: 0 })),
    without: (panel, hidden) => ({ ...panel, clouds: panel.clouds.filter(cloud => !hidden.has(cloud.name)) }),
    isEmpty: panel => panel.clouds.length === 0,
    draw: drawClouds,
    enliven: () => {},
    numbers: numbersOfClouds,
  },
};

// The entry under a kind takes panels of that kind, which the compiler cannot see from the key alone.
export const kindOf = (panel: Panel): Kind<Panel> => kinds[panel.kind] as unknown as Kind<Panel>;

const narrow = 460;

/** One panel in its place on the page. */
export function showPanel(panel: Panel, hidden: ReadonlySet<string>, frame: HTMLElement, box: HTMLElement): void {
  const kind = kindOf(panel);
  const shown = kind.without(panel, hidden);
  // A place inside of something folded has no width yet.
  if (frame.clientWidth === 0) return;
  const width = Math.max(240, frame.clientWidth);
  if (kind.isEmpty(shown)) {
    frame.replaceChildren(element('p', { class: 'nothing' }, kind.isEmpty(panel) ? 'no run yet' : 'all lines are hidden'));
    return;
  }
  const svg = kind.draw(shown, width, width < narrow ? 260 : 310);
  frame.replaceChildren(svg);
  kind.enliven(svg, shown, frame, box);
}
