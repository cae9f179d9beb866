// Puts the cards that the extension sends on the page. A card stays the same element while its container does, so that
// the focus and the place in the list are kept; arrow keys go from card to card.

(() => {
  const vscode = acquireVsCodeApi();
  const [list, note, news] = ['cards', 'note', 'news'].map((id) => document.getElementById(id));
  const elements = new Map();
  const drawn = new Map();
  let remembered = vscode.getState();

  const make = ({ key, kind }) => {
    const element = document.createElement('div');
    element.className = kind;
    element.dataset.key = key;
    if (kind === 'container') {
      element.tabIndex = 0;
      element.setAttribute('role', 'listitem');
    }
    elements.set(key, element);
    return element;
  };

  const draw = (cards) => {
    const keys = new Set(cards.map(({ key }) => key));
    for (const [key, element] of elements) {
      if (keys.has(key)) continue;
      element.remove();
      elements.delete(key);
      drawn.delete(key);
    }
    cards.forEach((card, index) => {
      const element = elements.get(card.key) ?? make(card);
      if (list.children[index] !== element) list.insertBefore(element, list.children[index] ?? null);
      if (drawn.get(card.key) === card.html) return;
      drawn.set(card.key, card.html);
      element.innerHTML = card.html;
      if (card.label !== '') element.setAttribute('aria-label', card.label);
    });
  };

  window.addEventListener('message', ({ data }) => {
    note.textContent = data.note;
    if (data.news !== '') news.textContent = data.news;
    draw(data.cards);
    if (remembered === undefined || data.cards.length === 0) return;
    window.scrollTo(0, remembered.scroll);
    remembered = undefined;
  });

  window.addEventListener('scroll', () => vscode.setState({ scroll: window.scrollY }), { passive: true });

  list.addEventListener('keydown', (event) => {
    const cards = [...list.querySelectorAll('.container')];
    const at = cards.indexOf(document.activeElement);
    const target = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: cards.length - 1 }[event.key];
    if (at < 0 || target === undefined) return;
    event.preventDefault();
    cards[Math.min(Math.max(target, 0), cards.length - 1)].focus();
  });

  vscode.postMessage('ready');
})();
