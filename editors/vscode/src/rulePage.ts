// Pages of rules, opened inside the editor from the code of a finding or from the palette.

import { CancellationToken, Diagnostic, Disposable, Position, TextDocumentContentProvider, Uri, ViewColumn, commands, languages, window, workspace } from 'vscode';
import * as program from './program';
import { namesRulePage } from './settings';

const SCHEME = 'watchpost-rule';

interface ListedRule {
  code: string;
  name: string;
  severity: string;
}

/** Where pages come from: the running server if it offers them, else the program's command line. */
export interface PageSource {
  page(code: string): Promise<string>;
  program(): program.Program;
}

export class RulePages implements TextDocumentContentProvider, Disposable {
  private readonly registration: Disposable;

  constructor(private readonly source: PageSource) {
    this.registration = workspace.registerTextDocumentContentProvider(SCHEME, this);
  }

  async provideTextDocumentContent(uri: Uri, _token: CancellationToken): Promise<string> {
    const code = uri.path.slice(1).replace(/\.md$/, '');
    try {
      return await this.source.page(code);
    } catch (error) {
      return `# ${code}\n\n${error instanceof Error ? error.message : String(error)}\n`;
    }
  }

  /** Opens the page of a rule; asks which one if it is not said and the cursor is at no finding. */
  async open(code?: string): Promise<void> {
    const wanted = code ?? codeAtCursor() ?? (await this.ask());
    if (wanted === undefined) {
      return;
    }
    await commands.executeCommand('vscode.open', addressOf(wanted), { viewColumn: ViewColumn.Beside, preview: true });
  }

  private async ask(): Promise<string | undefined> {
    const text = await program.output(this.source.program(), ['rules', '--format', 'json']);
    const rules = JSON.parse(text) as ListedRule[];
    const items = rules.map((rule) => ({ label: rule.code, description: rule.name, detail: `${rule.severity} severity` }));
    const chosen = await window.showQuickPick(items, { placeHolder: 'Which rule?', matchOnDescription: true });
    return chosen?.label;
  }

  dispose(): void {
    this.registration.dispose();
  }
}

/** Makes the codes of findings open the pages of their rules inside the editor, unless the user names a place for them. */
export function linkToPages(document: Uri, diagnostics: readonly Diagnostic[]): void {
  if (namesRulePage(document)) {
    return;
  }
  for (const diagnostic of diagnostics) {
    const code = codeOf(diagnostic);
    if (code !== undefined) {
      // Hovers follow no commands, so the page is a document, which our default for
      // `workbench.editorAssociations` shows as a page to read.
      diagnostic.code = { value: code, target: addressOf(code) };
    }
  }
}

function addressOf(code: string): Uri {
  return Uri.from({ scheme: SCHEME, path: `/${code}.md` });
}

function codeOf(diagnostic: Diagnostic): string | undefined {
  const code = typeof diagnostic.code === 'object' ? diagnostic.code.value : diagnostic.code;
  return code === undefined ? undefined : String(code);
}

/** The codes of our findings at a place. */
export function codesAt(document: Uri, at: Position): string[] {
  const ours = languages.getDiagnostics(document).filter((found) => found.source === 'watchpost');
  return ours.filter((found) => found.range.contains(at)).flatMap((found) => codeOf(found) ?? []);
}

function codeAtCursor(): string | undefined {
  const editor = window.activeTextEditor;
  if (editor === undefined) {
    return undefined;
  }
  const at: Position = editor.selection.active;
  const ours = languages.getDiagnostics(editor.document.uri).filter((found) => found.source === 'watchpost');
  const here = ours.find((found) => found.range.contains(at)) ?? ours.find((found) => found.range.start.line === at.line);
  return here === undefined ? undefined : codeOf(here);
}
