import { expect, it } from 'vitest';
import { initialsOf } from './initials.ts';

it.each([
  ['Ana Petrova', 'AP'],
  ['Dr. Maria del Carmen Ruiz', 'DR'],
  ['support', 'S'],
  ['مريم حداد', 'مح'],
  ['  ', ''],
  ['007', ''],
])('initialsOf(%j)', (name, expected) => {
  expect(initialsOf(name)).toBe(expected);
});
