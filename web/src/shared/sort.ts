import { element } from './dom';

const key = (row: HTMLTableRowElement, column: number): number | string => {
  const cell = row.cells[column];
  return cell?.dataset.sort === undefined ? (cell?.textContent ?? '') : parseFloat(cell.dataset.sort);
};

/** Headings become buttons that sort the rows; a second press turns the order around. */
export function sortable(table: HTMLTableElement): void {
  const heads = [...(table.tHead?.rows[table.tHead.rows.length - 1]?.cells ?? [])];
  const body = table.tBodies[0];
  if (!body) return;
  heads.forEach((head, column) => {
    const button = element('button', { type: 'button' }, ...head.childNodes);
    head.replaceChildren(button);
    button.addEventListener('click', () => {
      const down = head.getAttribute('aria-sort') === 'ascending';
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const rows = [...body.rows];
      rows.sort((a, b) => {
        const [first, second] = [key(a, column), key(b, column)];
        return (down ? -1 : 1) * (first < second ? -1 : first > second ? 1 : 0);
      });
      body.append(...rows);
    });
  });
}
