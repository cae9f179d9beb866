// How the API suite marks its lines on the console, which it shares with the
// workbench and all its extensions.
export const suiteMark = '│ ';
