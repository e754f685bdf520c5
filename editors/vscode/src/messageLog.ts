// The output channel that `watchpost.trace.server` fills.

import { Disposable, EventEmitter, LogLevel, LogOutputChannel, OutputChannel, ViewColumn, window } from 'vscode';
import * as settings from './settings';

/**
 * The client traces when its channel has the level Trace, which only the user can give a real log
 * channel, in a menu. Here the setting gives it.
 */
export class MessageLog implements LogOutputChannel {
  readonly name = 'watchpost: Messages';
  private readonly channel: OutputChannel = window.createOutputChannel(this.name);
  private readonly changed = new EventEmitter<LogLevel>();
  readonly onDidChangeLogLevel = this.changed.event;

  get logLevel(): LogLevel {
    return settings.tracesMessages() ? LogLevel.Trace : LogLevel.Off;
  }

  /** To be called when the setting may have changed. */
  refresh(): void {
    this.changed.fire(this.logLevel);
  }

  private write(message: string | Error, rest: readonly unknown[]): void {
    const text = message instanceof Error ? (message.stack ?? message.message) : message;
    const more = rest.map((part) => (typeof part === 'string' ? part : JSON.stringify(part)));
    this.channel.appendLine([new Date().toISOString(), text, ...more].join(' '));
  }

  trace(message: string, ...rest: unknown[]): void {
    this.write(message, rest);
  }
  debug(message: string, ...rest: unknown[]): void {
    this.write(message, rest);
  }
  info(message: string, ...rest: unknown[]): void {
    this.write(message, rest);
  }
  warn(message: string, ...rest: unknown[]): void {
    this.write(message, rest);
  }
  error(message: string | Error, ...rest: unknown[]): void {
    this.write(message, rest);
  }
  append(value: string): void {
    this.channel.append(value);
  }
  appendLine(value: string): void {
    this.channel.appendLine(value);
  }
  replace(value: string): void {
    this.channel.replace(value);
  }
  clear(): void {
    this.channel.clear();
  }
  show(column?: ViewColumn | boolean, preserveFocus?: boolean): void {
    this.channel.show(typeof column === 'boolean' ? column : preserveFocus);
  }
  hide(): void {
    this.channel.hide();
  }
  dispose(): void {
    Disposable.from(this.channel, this.changed).dispose();
  }
}
