#!/usr/bin/python3
"""One table and one page of all patients: which were lined up, which need a look, which were refused, and why. Patients have the
names of their folders, dates are years; nothing else that tells who somebody is stands here.

usage: overview.py RESULTS        (of all patients that have a folder there)
"""
import collections, csv, html, json, pathlib, re, string, sys, urllib.parse

# From the state that most needs a look to the one that needs none.
STATES = {'not finished': 'stopped or broken off; log.txt says where',
          'refused': 'longview could not use the scans',
          'not lined up': 'a date does not lie where the others lie',
          'to check': 'a date is doubtful, a question is open, files are damaged, or film or page are missing',
          'one date': 'nothing to compare it with',
          'lined up': 'all dates, surely'}
SHOWN_VERDICT = {'good': 'lined up', 'doubtful': 'check position', 'failed': 'not lined up'}
MADE = {'film.mp4': 'film', 'page.html': 'page', 'matrix.json': 'matrix', 'transforms/report.json': 'report', 'log.txt': 'log'}
COLUMNS = ('patient', 'state', 'row', 'date', 'year', 'verdict', 'uncertainty_mm', 'remaining_mm', 'overlap', 'left_right', 'because',
           'refused', 'seconds')


def outcome_of(folder):
    try:
        return json.loads((folder / 'outcome.json').read_text())
    except (OSError, ValueError):
        return {'row': '', 'dates': [], 'question': None, 'unreadable': [], 'refused': {}, 'seconds': {}, 'longview': None,
                'unfinished': True}


def state_of(outcome):
    verdicts = {date['verdict'] for date in outcome['dates']}
    if outcome.get('unfinished'):
        return 'not finished'
    if not verdicts:
        return 'refused'
    if 'failed' in verdicts:
        return 'not lined up'
    if 'doubtful' in verdicts or outcome['question'] or outcome['unreadable'] or outcome['refused']:
        return 'to check'
    return 'one date' if len(outcome['dates']) == 1 else 'lined up'


def refusals(outcome):
    return [f'{step}: {" ".join(why.split())}' for step, why in outcome['refused'].items()]


def reasons(outcome):
    """What speaks against this patient, each sentence once."""
    doubts = [why for date in outcome['dates'] if date['verdict'] != 'good' for why in date['because']]
    question = [outcome['question']] if outcome['question'] else []
    return list(dict.fromkeys(question + refusals(outcome) + outcome['unreadable'] + doubts))


def is_reference(date):
    return date['because'] == ['the reference']


def worst_mm(outcome):
    """The largest uncertainty of its dates but the reference; None: of one it is not known, or there are none."""
    all_mm = [date['uncertainty_mm'] for date in outcome['dates'] if not is_reference(date)]
    return None if None in all_mm else max(all_mm, default=None)


def urgency(patient):
    name, outcome = patient
    mm = worst_mm(outcome)
    return list(STATES).index(state_of(outcome)), -(float('inf') if mm is None else mm), name


def lines_of(name, outcome):
    """Of the table: one for each date, or a single one."""
    common = {'patient': name, 'state': state_of(outcome), 'row': outcome['row'],
              'refused': '; '.join(refusals(outcome) + outcome['unreadable']), 'seconds': round(sum(outcome['seconds'].values()), 1)}
    for number, date in enumerate(outcome['dates'], 1):
        yield {**common, **date, 'date': number, 'year': date['date'], 'because': '; '.join(date['because'])}
    if not outcome['dates']:
        yield common


def write_table(file, patients):
    with open(file, 'w', newline='', encoding='utf-8') as text:
        table = csv.DictWriter(text, COLUMNS, delimiter='\t', lineterminator='\n')
        table.writeheader()
        for name, outcome in patients:
            table.writerows(lines_of(name, outcome))


def element(tag, content, **attributes):
    """Content is markup already. class_ is class, aria_pressed aria-pressed."""
    said = ''.join(f' {name.rstrip("_").replace("_", "-")}="{html.escape(str(value))}"' for name, value in attributes.items())
    return f'<{tag}{said}>{content}</{tag}>'


def date_cell(date):
    shown, mm = SHOWN_VERDICT[date['verdict']], date['uncertainty_mm']
    marks = {'good': '', 'doubtful': '?', 'failed': '✗'}
    words = [date['date'] or 'no date', '' if mm is None or is_reference(date) else f'±{mm:.1f}', marks[date['verdict']]]
    return element('span', html.escape(' '.join(filter(None, words))), class_=f'date {shown.replace(" ", "-")}',
                   title='; '.join([shown, *date['because']]))


def row_of(results, name, outcome):
    state, mm = state_of(outcome), worst_mm(outcome)
    why = ''.join(element('li', html.escape(reason)) for reason in reasons(outcome))
    links = [element('a', shown, href=urllib.parse.quote(f'{name}/{file}'))
             for file, shown in MADE.items() if (results / name / file).exists()]
    cells = (element('span', state, class_=f'state {state.replace(" ", "-")}'), html.escape(outcome['row']),
             ' '.join(map(date_cell, outcome['dates'])), '' if mm is None else f'{mm:.2f}', element('ul', why) if why else '', ' '.join(links))
    head = element('th', html.escape(name), scope='row')
    return element('tr', head + ''.join(element('td', cell) for cell in cells), data_state=state)


def buttons(patients):
    counts = collections.Counter(state_of(outcome) for _, outcome in patients)
    return ''.join(element('button', f'<b>{counts[state]}</b> {state}<small>{html.escape(meaning)}</small>', type='button', value=state,
                           class_=state.replace(' ', '-'), aria_pressed='false')
                   for state, meaning in STATES.items() if counts[state])


def kind_of(reason):
    """Without what differs from patient to patient: numbers, names in quotes, lists."""
    return re.sub(r'"[^"]*"|(?<!\w)\d+([.,]\d+)?', '…', re.split('; (?:there are|name one):', reason)[0])


def common_reasons(patients):
    """How many patients each kind of reason holds for; a click shows these."""
    kinds = collections.Counter(kind for _, outcome in patients for kind in set(map(kind_of, reasons(outcome))))
    return ''.join(element('li', element('button', f'<b>{count}</b> {html.escape(kind)}', type='button',
                                         value=max(kind.split('…'), key=len).strip()))
                   for kind, count in kinds.most_common(8))


def time_text(patients):
    spent = collections.Counter()
    for _, outcome in patients:
        spent.update(outcome['seconds'])
    if not (whole := sum(spent.values())):
        return ''
    steps = ', '.join(f'{step} {seconds / whole:.0%}' for step, seconds in spent.most_common())
    rate = 3600 * sum(bool(outcome['seconds']) for _, outcome in patients) / whole
    programs = ' and '.join(sorted({outcome['longview'] for _, outcome in patients if outcome['longview']}))
    return f'{whole / 3600:.1f} hours of all jobs together, {rate:.0f} patients an hour in each ({steps}); {programs}'


def write(results, names):
    results = pathlib.Path(results)
    results.mkdir(parents=True, exist_ok=True)
    patients = sorted(((name, outcome_of(results / name)) for name in names), key=urgency)
    write_table(results / 'overview.tsv', patients)
    page = string.Template((pathlib.Path(__file__).parent / 'overview.html').read_text(encoding='utf-8'))
    (results / 'overview.html').write_text(page.substitute(
        count=len(patients), buttons=buttons(patients), reasons=common_reasons(patients), time=html.escape(time_text(patients)),
        rows='\n'.join(row_of(results, name, outcome) for name, outcome in patients)), encoding='utf-8')


if __name__ == '__main__':
    write(sys.argv[1], [folder.parent.name for folder in pathlib.Path(sys.argv[1]).glob('*/log.txt')])
