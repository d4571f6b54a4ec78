/** A button that changes between light and dark paper; until it is pressed the reader's setting decides. */
export function themeButton(button: HTMLButtonElement): void {
  const root = document.documentElement;
  const prefersDark = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : prefersDark.matches);
  const show = () => {
    button.textContent = isDark() ? 'light' : 'dark';
    button.setAttribute('aria-label', `change to ${button.textContent} paper`);
  };
  button.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    show();
  });
  prefersDark.addEventListener('change', show);
  button.hidden = false;
  show();
}
