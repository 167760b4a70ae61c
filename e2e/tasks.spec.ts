/** A task from the teacher who records it to the table of grades, in two browsers and on the command line. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect, openLab, test, typeCommands, errorsOf } from './support';
import type { Page } from '@playwright/test';

const run = promisify(execFile);

function form(page: Page) {
  return page.getByRole('region', { name: 'Record a task' });
}

test('a task is recorded, done by somebody else, and graded', async ({ page, browser }, info) => {
  test.setTimeout(120_000);
  await openLab(page);
  await page.goto('/#/learn/record');
  await form(page).getByRole('button', { name: 'Start from the lab as it is' }).click();
  await form(page).getByLabel('Title').fill('Who is silent?');
  await form(page)
    .getByLabel(/^What is to be done/)
    .fill('`sw0-port2` does not answer. **Mend it.**');
  await typeCommands(page, ['ovn-nbctl lport-set-macs sw0-port2 00:00:00:00:00:99']);
  await form(page).getByRole('button', { name: 'Take what I did as the fault' }).click();
  await expect(form(page).getByLabel(/^The fault/)).toHaveValue(/lport-set-macs sw0-port2 00:00:00:00:00:99/);
  await typeCommands(page, ['ovn-nbctl lport-set-macs sw0-port2 00:00:00:00:00:02']);
  await form(page).getByRole('button', { name: 'Take what I did as the solution' }).click();
  await form(page)
    .getByLabel(/^The checks/)
    .fill(
      '`ovn-nbctl lport-get-macs sw0-port2` prints "00:00:00:00:00:02" as "The address" for 3 marks\nsw0-port1 is up',
    );
  await form(page).getByText('Names and addresses of each student’s own').click();
  await form(page).getByRole('checkbox', { name: 'sw0-port2' }).check();
  await form(page).getByRole('button', { name: 'Try it and make the link' }).click();
  await expect(form(page)).toContainText('At the beginning 1 of 4, after the solution 4 of 4.');
  const link = await form(page).getByLabel('Link of the task').inputValue();
  const saved = page.waitForEvent('download');
  await form(page).getByRole('button', { name: 'Save as a file' }).click();
  const task = info.outputPath('task.json');
  await (await saved).saveAs(task);

  const other = await browser.newContext();
  const student = await other.newPage();
  const errors = errorsOf(student);
  await student.goto(link);
  await student.getByLabel('Your name').fill('Ada');
  await student.getByRole('button', { name: 'Begin' }).click();
  const text = student.getByRole('region', { name: 'Task' });
  const port = (await text.getByText(/^sw0-port2-[a-z]{4}$/).innerText()).trim();
  await text.getByRole('button', { name: 'Check my work' }).click();
  await expect(text).toContainText('1 of 4 marks');
  await expect(text).not.toContainText('The address');
  await typeCommands(student, [`ovn-nbctl lport-set-macs ${port} 00:00:00:00:00:02`]);
  await text.getByRole('button', { name: 'Check my work' }).click();
  await expect(text).toContainText('4 of 4 marks');
  await text.getByRole('button', { name: 'Hand in…' }).click();
  const answer = info.outputPath('ada.txt');
  await writeFile(answer, await text.getByLabel('Link to hand in').inputValue());
  const handed = student.waitForEvent('download');
  await text.getByRole('button', { name: 'Save as a file' }).click();
  const file = info.outputPath('ada.ovn.json');
  await (await handed).saveAs(file);
  // The work is there again after a reload, and the address is that of the task.
  await student.reload();
  await expect(student.getByRole('region', { name: 'Task' })).toContainText('Done by Ada.');
  await expect(student.getByRole('button', { name: `Logical port ${port}, up` })).toBeVisible();
  expect(errors).toEqual([]);
  await other.close();

  await writeFile(info.outputPath('bad.json'), '{');
  const graded = await run('node', [
    'scripts/run-ts.mjs',
    'src/cli/main.ts',
    'grade',
    task,
    answer,
    file,
    info.outputPath('bad.json'),
  ]).catch((error: unknown) => error as { stdout: string; code: number });
  expect(graded.stdout.split('\r\n')).toEqual([
    'file,student,The address,sw0-port1 is up,points,of,reason',
    'ada.txt,Ada,3,1,4,4,',
    'ada.ovn.json,Ada,3,1,4,4,',
    expect.stringContaining('bad.json,,,,,,not graded:') as unknown,
    '',
  ]);
});

test('a damaged link says so', async ({ page }) => {
  await page.goto('/#/learn/task?start=a.AAAA&task=BBBB');
  await expect(page.getByRole('alert')).toContainText('damaged');
});
