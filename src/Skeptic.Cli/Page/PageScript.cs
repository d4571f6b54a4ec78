namespace Skeptic.Cli.Page;

/// <summary>What scripts add to a page that is complete without them: read-outs under the pointer, and sorting by a column.</summary>
internal static class PageScript
{
    internal static Html Source { get; } = Html.Verbatim(/*lang=js*/ """

        'use strict';
        (() => {
          const box = document.getElementById('read-out');

          const element = (name, className, text) => {
            const made = document.createElement(name);
            made.className = className;
            made.textContent = text;
            return made;
          };

          const readOut = (chart, strip, index) => {
            const rows = [...chart.querySelectorAll('.series')].flatMap(series => {
              const value = series.dataset.read.split('|')[index];
              if (!value) return [];
              const row = element('div', series.getAttribute('class'), '');
              row.append(element('i', 'key', ''), element('span', '', series.dataset.name), element('b', '', value));
              return [[parseFloat(series.dataset.y.split('|')[index]), row]];
            });
            rows.sort((a, b) => a[0] - b[0]);
            box.replaceChildren(element('strong', '', strip.dataset.name), ...rows.map(row => row[1]));
          };

          const place = event => {
            const margin = 14;
            const left = event.clientX + margin + box.offsetWidth > innerWidth ? event.clientX - margin - box.offsetWidth : event.clientX + margin;
            box.style.left = Math.max(4, left) + 'px';
            box.style.top = Math.max(4, Math.min(event.clientY + margin, innerHeight - box.offsetHeight - 4)) + 'px';
          };

          for (const chart of document.querySelectorAll('svg.chart')) {
            const cross = chart.querySelector('.cross');
            const strips = [...chart.querySelectorAll('.strips rect')];
            const dots = [...chart.querySelectorAll('.series')].map(series => {
              const dot = document.createElementNS(chart.namespaceURI, 'circle');
              dot.setAttribute('r', 4);
              dot.setAttribute('class', 'hover');
              dot.setAttribute('visibility', 'hidden');
              series.append(dot);
              return dot;
            });
            const hide = () => {
              box.hidden = true;
              for (const part of [cross, ...dots]) part.setAttribute('visibility', 'hidden');
            };
            strips.forEach((strip, index) => {
              strip.querySelector('title').remove();
              strip.addEventListener('pointermove', event => {
                readOut(chart, strip, index);
                box.hidden = false;
                place(event);
                cross.setAttribute('x1', strip.dataset.x);
                cross.setAttribute('x2', strip.dataset.x);
                cross.setAttribute('visibility', 'visible');
                for (const dot of dots) {
                  const y = dot.parentNode.dataset.y.split('|')[index];
                  dot.setAttribute('visibility', y ? 'visible' : 'hidden');
                  dot.setAttribute('cx', strip.dataset.x);
                  dot.setAttribute('cy', y || 0);
                }
              });
            });
            chart.addEventListener('pointerleave', hide);
          }

          const key = cell => cell.dataset.sort === undefined ? cell.textContent : parseFloat(cell.dataset.sort);

          for (const table of document.querySelectorAll('table.sortable')) {
            const heads = [...table.querySelectorAll('thead tr:last-child th')];
            heads.forEach((head, column) => {
              const button = element('button', '', head.textContent);
              button.type = 'button';
              head.replaceChildren(button);
              button.addEventListener('click', () => {
                const down = head.getAttribute('aria-sort') !== 'descending';
                for (const other of heads) other.removeAttribute('aria-sort');
                head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
                const rows = [...table.tBodies[0].rows];
                const order = (a, b) => a < b ? -1 : a > b ? 1 : 0;
                rows.sort((a, b) => (down ? -1 : 1) * order(key(a.cells[column]), key(b.cells[column])));
                table.tBodies[0].append(...rows);
              });
            });
          }
          document.documentElement.dataset.ready = 'true';
        })();

        """);
}
