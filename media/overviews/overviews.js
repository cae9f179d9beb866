// Puts what the extension sends on the page, keeps the focus where it was, and tells the extension what is clicked. Of a
// picture it also knows the size, and which box lies in which direction.

(() => {
  const vscode = acquireVsCodeApi();
  const drawn = new Map();
  const [main, news] = ['main', 'news'].map((id) => document.getElementById(id));
  let zoom = vscode.getState()?.zoom ?? 0;
  let isFitted = zoom === 0;

  const picture = () => document.getElementById('picture');
  const nodes = () => [...document.querySelectorAll('.node')];
  // The ports of a box stand beside it, since no link may hold another.
  const nodeOf = (element) => element?.closest('.box')?.querySelector('.node') ?? undefined;

  const draw = (id, html) => {
    if (drawn.get(id) === html) return;
    drawn.set(id, html);
    const element = document.getElementById(id);
    const [key, at] = [document.activeElement?.dataset.key, [main.scrollLeft, main.scrollTop]];
    element.innerHTML = html;
    [main.scrollLeft, main.scrollTop] = at;
    if (id === 'main' && picture() !== null) resize();
    if (key !== undefined) element.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
  };

  const resize = () => {
    const svg = picture();
    if (svg === null) return;
    const [width, height] = [Number(svg.dataset.width), Number(svg.dataset.height)];
    // Smaller than this nobody could read it: the page scrolls instead.
    if (isFitted) zoom = Math.min(Math.max(Math.min((main.clientWidth - 2) / width, (main.clientHeight - 6) / height), 0.6), 1.25);
    svg.setAttribute('width', width * zoom);
    svg.setAttribute('height', height * zoom);
    vscode.setState({ zoom: isFitted ? 0 : zoom });
    const all = nodes();
    if (!all.some((node) => node.tabIndex === 0)) all[0]?.setAttribute('tabindex', '0');
  };

  const zoomed = (how) => {
    isFitted = how === 'fit';
    if (how === 'whole') zoom = 1;
    else if (!isFitted) zoom = Math.min(Math.max(zoom * (how === 'larger' ? 1.25 : 0.8), 0.1), 4);
    resize();
  };

  const tell = ({ dataset }) => vscode.postMessage({ do: dataset.do, with: dataset.with === undefined ? undefined : JSON.parse(dataset.with) });

  const mark = (id) => {
    for (const line of document.querySelectorAll('.line')) line.classList.toggle('on', id !== undefined && (line.dataset.from === id || line.dataset.to === id));
    picture()?.classList.toggle('marking', id !== undefined);
  };

  // The box that lies nearest in a direction; what lies beside it counts as further away.
  const nearest = (from, key) => {
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
    let [best, least] = [undefined, Infinity];
    for (const node of nodes()) {
      const [x, y] = [Number(node.dataset.x) - Number(from.dataset.x), Number(node.dataset.y) - Number(from.dataset.y)];
      const [ahead, aside] = [x * dx + y * dy, Math.abs(x * dy) + Math.abs(y * dx)];
      if (node === from || ahead <= 1 || ahead + 2 * aside >= least) continue;
      [best, least] = [node, ahead + 2 * aside];
    }
    return best;
  };

  const focus = (node) => {
    if (node === undefined) return;
    for (const each of nodes()) each.setAttribute('tabindex', each === node ? '0' : '-1');
    node.focus();
    node.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };

  const inPicture = (event, node) => {
    const all = nodes();
    const ports = [...node.parentElement.querySelectorAll('.port')];
    const at = ports.indexOf(document.activeElement);
    if (event.key === 'Home') focus(all[0]);
    else if (event.key === 'End') focus(all.at(-1));
    else if (event.key === 'Tab' && !event.shiftKey && ports[at + 1] !== undefined) ports[at + 1].focus();
    else if (event.key.startsWith('Arrow')) focus(nearest(node, event.key));
    else return;
    event.preventDefault();
  };

  window.addEventListener('message', ({ data }) => {
    if (data.news !== '') news.textContent = data.news;
    for (const [id, html] of Object.entries(data.parts)) draw(id, html);
    if (data.title !== undefined) document.querySelector('h1').textContent = data.title;
  });

  document.addEventListener('click', ({ target }) => {
    const sized = target.closest('[data-zoom]');
    if (sized !== null) return zoomed(sized.dataset.zoom);
    const element = target.closest('[data-do]');
    if (element !== null) tell(element);
  });

  document.addEventListener('keydown', (event) => {
    const { target, key } = event;
    const element = target.closest('[role="link"][data-do]');
    if ((key === 'Enter' || key === ' ') && element !== null) {
      event.preventDefault();
      return tell(element);
    }
    const how = { '+': 'larger', '=': 'larger', '-': 'smaller', 0: 'fit' }[key];
    if (picture() !== null && how !== undefined && !event.ctrlKey && !event.metaKey) return zoomed(how);
    const node = nodeOf(target);
    if (node !== undefined) return inPicture(event, node);
    // In a table the keys go down and up the rows.
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (step === undefined || target.dataset.key === undefined || !main.contains(target)) return undefined;
    const all = [...main.querySelectorAll('button[data-key]')].filter((each) => each.dataset.do === target.dataset.do);
    const next = all[all.indexOf(target) + step];
    if (next !== undefined) event.preventDefault();
    return next?.focus();
  });

  main.addEventListener('wheel', (event) => {
    if (!event.ctrlKey || picture() === null) return;
    event.preventDefault();
    zoomed(event.deltaY < 0 ? 'larger' : 'smaller');
  }, { passive: false });

  document.addEventListener('focusin', ({ target }) => mark(nodeOf(target)?.dataset.key));
  document.addEventListener('focusout', () => mark(undefined));
  document.addEventListener('mouseover', ({ target }) => mark((nodeOf(target) ?? nodeOf(document.activeElement))?.dataset.key));
  window.addEventListener('resize', resize);

  vscode.postMessage({ do: 'ready' });
})();
