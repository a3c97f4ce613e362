"""The oracle's questions: what must be in the ledger by a day, said once more in SQL, from the policy on paper.

It reads lines, steps, reports, requests for more time, papers, promises and posts, and shares no code with the sweep.
Every day of this world is a working day, so that working days are days. A line that a person touched may have been
spared a step, never given one after it had left the unit, nor one of the old round after its deadline moved: the commit
times tell. So it is with the figure of a target, never asked for after it was reported. What hangs on a paper is spared
by nobody here.
"""

DUE = """
    CREATE TEMP VIEW due AS
    WITH day AS (SELECT %(today)s::date AS today),
    lines AS (
        SELECT line.*, EXISTS (SELECT FROM tasks_app_statechange AS step WHERE step.line_id = line.id) AS touched
        FROM tasks_app_unitline AS line WHERE line.ended_on IS NULL
    ),
    fired AS (
        SELECT *, (at AT TIME ZONE 'Asia/Shanghai')::date AS on_day FROM tasks_app_obligation
    ),
    rounds AS (
        SELECT lines.*, number, CASE number WHEN 0 THEN original_deadline ELSE deadline END AS due
        FROM lines, LATERAL generate_series(0, round) AS number
    ),
    -- A figure of a year is asked for from the next year's first day to its last, and sixty days from its own day.
    asked_figures AS (
        SELECT target.*, years.year AS year_asked, due,
               make_date(years.year + 1, 1, 1) <= today
                   AND today <= greatest(make_date(years.year + 1, 12, 31), due + 60) AS asked,
               EXISTS (SELECT FROM tasks_app_targetreading AS reading
                       WHERE reading.target_id = target.id AND reading.year = years.year) AS reported
        FROM day, tasks_app_target AS target,
             LATERAL generate_series(extract(year FROM today)::int - 2, extract(year FROM today)::int - 1)
                 AS years (year),
             LATERAL (SELECT make_date(years.year + 1, data_month, data_day) AS due) AS days
    ),
    steps AS (
        SELECT 'line:' || rounds.id AS subject, rule, number AS round, rounds.id AS line, NOT touched AS must,
               anchor + days AS due_on
        FROM rounds, tasks_app_cycle AS cycle,
             LATERAL (VALUES ('R15', due, -15), ('R5', due, -5), ('R1', due, -1), ('U1', due, 1),
                             ('E20', cycle.evaluation_on, -20)) AS rules (rule, anchor, days)
        WHERE cycle.id = rounds.cycle_id
      UNION ALL
        SELECT 'line:' || lines.id, rule, 0, lines.id, NOT touched AND state = 'pending_signature', issued_on + days
        FROM lines, LATERAL (VALUES ('S3', 3), ('S6', 6)) AS rules (rule, days)
        WHERE lines.id %% 4 = 3
      UNION ALL
        SELECT 'line:' || rounds.id, 'D5', number, rounds.id, NOT touched, greatest(due + 5, urge.on_day + 4)
        FROM rounds JOIN fired AS urge ON urge.subject = 'line:' || rounds.id AND urge.rule = 'U1'
                                      AND urge.round = number AND urge.state <> 'superseded'
      UNION ALL
        SELECT 'period:' || period.id || '/' || lines.id, rule, 0, lines.id, NOT touched, period.due_on + days
        FROM lines JOIN tasks_app_reportperiod AS period USING (cycle_id, rhythm),
             LATERAL (VALUES ('P3', -3), ('P1', -1), ('PU1', 1)) AS rules (rule, days)
        WHERE period.due_on > lines.issued_on
      UNION ALL
        SELECT 'line:' || rounds.id, 'I20', number, rounds.id, NOT touched,
               greatest(due + 20, asked.on_day + 15, letter.reply_by + 1)
        FROM rounds JOIN fired AS asked ON asked.subject = 'line:' || rounds.id AND asked.rule = 'D5'
                                       AND asked.round = number AND asked.state <> 'superseded'
        JOIN tasks_app_paperground AS ground ON ground.line_id = rounds.id
        JOIN tasks_app_paperservice AS letter ON letter.paper_id = ground.paper_id AND letter.state = 'received'
      UNION ALL
        SELECT 'proposal:' || proposal.id, 'OP3', 0, of_line_id, true, proposal.on_day + 3
        FROM fired AS proposal WHERE rule IN ('D5', 'I20')
      UNION ALL
        SELECT 'service:' || letter.id, rule, letter.round, letter.line_id, true, served_on + days
        FROM tasks_app_paperservice AS letter,
             LATERAL (VALUES ('V0', 0), ('V2', 2), ('V4', 4)) AS rules (rule, days)
        WHERE letter.state = 'served'
      UNION ALL
        SELECT 'service:' || letter.id, rule, letter.round, letter.line_id, true, reply_by + days
        FROM tasks_app_paperservice AS letter,
             LATERAL (VALUES ('A1', -1), ('AU1', 1), ('A2', 2)) AS rules (rule, days)
        WHERE letter.state = 'received'
      UNION ALL
        SELECT 'commitment:' || promise.id, rule, 0, notice.line_id, true, promise.due_on + days
        FROM tasks_app_commitment AS promise
        JOIN tasks_app_interview AS talk ON talk.id = promise.interview_id AND talk.state = 'rectifying'
        JOIN tasks_app_paperservice AS notice ON notice.paper_id = talk.notice_id,
             LATERAL (VALUES ('C5', -5), ('CU1', 1), ('C3', 3)) AS rules (rule, days)
        WHERE promise.done_on IS NULL AND promise.excused_on IS NULL
      UNION ALL
        SELECT 'extension:' || request.id, rule, 0, line_id, state = 'asked',
               (asked_at AT TIME ZONE 'Asia/Shanghai')::date + days
        FROM tasks_app_extension AS request, LATERAL (VALUES ('EX3', 3), ('EX5', 5)) AS rules (rule, days)
      UNION ALL
        SELECT 'report:' || report.id, 'O3', report.round, report.line_id, report.state = 'submitted',
               (submitted_at AT TIME ZONE 'Asia/Shanghai')::date + 3
        FROM tasks_app_progressreport AS report WHERE submitted_at IS NOT NULL
      UNION ALL
        SELECT 'report:' || report.id, 'O5', report.round, report.line_id, report.state = 'submitted',
               greatest((submitted_at AT TIME ZONE 'Asia/Shanghai')::date + 5, third.on_day + 2)
        FROM tasks_app_progressreport AS report
        JOIN fired AS third ON third.subject = 'report:' || report.id AND third.rule = 'O3'
                           AND third.round = report.round AND third.state <> 'superseded'
      UNION ALL
        SELECT 'target:' || target.id || '/' || year_asked, rule, reporting_round, NULL, NOT reported AND asked,
               due + days
        FROM asked_figures AS target,
             LATERAL (VALUES ('T15', -15, false), ('T5', -5, false), ('TU1', 1, false), ('T10', 10, false),
                             ('TN15', -15, true), ('TN10', 10, true)) AS rules (rule, days, of_nobody)
        WHERE of_nobody = (reporting_unit_id IS NULL)
    )
    SELECT steps.* FROM steps, day WHERE due_on <= today
"""
HEARERS = """
    CREATE TEMP VIEW hearers AS
    SELECT row.id AS obligation, post.user_id AS person
    FROM tasks_app_obligation AS row
    LEFT JOIN tasks_app_unitline AS line ON line.id = row.of_line_id
    LEFT JOIN tasks_app_target AS target ON target.id = row.target_id
    JOIN (VALUES ('S3', 'liaison'), ('S6', 'liaison'), ('S6', 'unit_reviewer'), ('R15', 'liaison'), ('R5', 'liaison'),
                 ('R1', 'liaison'), ('E20', 'liaison'), ('U1', 'liaison'), ('U1', 'unit_reviewer'),
                 ('D5', 'office_clerk'), ('P3', 'liaison'), ('P1', 'liaison'), ('PU1', 'liaison'),
                 ('PU1', 'unit_reviewer'), ('O3', 'office_clerk'), ('O5', 'office_director'),
                 ('OP3', 'office_director'), ('EX3', 'office_clerk'), ('EX5', 'office_director'),
                 ('I20', 'office_clerk'), ('I20', 'office_director'),
                 ('V0', 'liaison'), ('V2', 'liaison'), ('V4', 'office_clerk'), ('A1', 'liaison'),
                 ('AU1', 'liaison'), ('AU1', 'unit_reviewer'), ('A2', 'office_clerk'), ('C5', 'liaison'),
                 ('CU1', 'liaison'), ('CU1', 'unit_reviewer'), ('C3', 'office_clerk'),
                 ('T15', 'liaison'), ('T5', 'liaison'), ('TU1', 'liaison'), ('TU1', 'unit_reviewer'),
                 ('T10', 'office_clerk'), ('TN15', 'office_clerk'), ('TN10', 'office_clerk'),
                 ('TN10', 'office_director')
         ) AS told (rule, role) ON told.rule = row.rule
    JOIN accounts_post AS post ON post.role = told.role
     AND (post.unit_id IN (line.unit_id, target.reporting_unit_id) OR told.role LIKE 'office_%')
    WHERE row.state = 'fired'
"""
COUNTS = {
    "obligations": "SELECT count(*) FROM tasks_app_obligation",
    "notices": "SELECT count(*) FROM tasks_app_notification",
    "lost": "SELECT count(*) FROM due WHERE must AND NOT EXISTS (SELECT FROM tasks_app_obligation AS row"
    " WHERE (row.subject, row.rule, row.round) = (due.subject, due.rule, due.round))",
    "unwarranted": "SELECT count(*) FROM tasks_app_obligation AS row WHERE NOT EXISTS (SELECT FROM due"
    " WHERE (row.subject, row.rule, row.round) = (due.subject, due.rule, due.round))",
    "too_late": """
        SELECT (SELECT count(*) FROM tasks_app_obligation AS row
        JOIN tasks_app_targetreading AS reading ON row.subject = 'target:' || reading.target_id || '/' || reading.year
        WHERE pg_xact_commit_timestamp(row.xmin) > pg_xact_commit_timestamp(reading.xmin))
        + (SELECT count(*) FROM tasks_app_obligation AS row
        JOIN tasks_app_statechange AS step ON step.line_id = row.of_line_id AND step.kind IN ('line', 'extension')
        WHERE pg_xact_commit_timestamp(row.xmin) > pg_xact_commit_timestamp(step.xmin)
          AND (step.act LIKE 'submit_closing%%' AND (row.subject LIKE 'line:%%' OR row.subject LIKE 'period:%%')
               OR step.act = 'grant' AND row.subject LIKE 'line:%%' AND row.round = 0
               OR step.act = 'sign' AND row.rule IN ('S3', 'S6')))""",
    "doubled": """
        SELECT (SELECT coalesce(sum(copies - 1), 0) FROM (SELECT count(*) AS copies FROM tasks_app_obligation
                GROUP BY subject, rule, round) AS rows)
             + (SELECT coalesce(sum(copies - 1), 0) FROM (SELECT count(*) AS copies FROM tasks_app_notification AS one
                JOIN tasks_app_obligation AS row ON row.id = one.obligation_id
                GROUP BY recipient_id, subject, rule, round) AS rows)
             + (SELECT count(*) FROM tasks_app_obligation AS urge JOIN tasks_app_obligation AS asked
                ON asked.of_line_id = urge.of_line_id AND asked.at = urge.at
                WHERE urge.rule = 'U1' AND asked.rule IN ('P3', 'P1', 'PU1', 'X1', 'XU1')
                  AND urge.state = 'fired' AND asked.state = 'fired')""",
    "unheard": "SELECT count(*) FROM hearers WHERE NOT EXISTS (SELECT FROM tasks_app_notification AS one"
    " WHERE (one.obligation_id, one.recipient_id) = (hearers.obligation, hearers.person))",
    # A notice that tells of no row is one of a decision: it is read in the inbox and never mailed.
    "overheard": "SELECT count(*) FROM tasks_app_notification AS one WHERE obligation_id IS NOT NULL"
    " AND NOT EXISTS (SELECT FROM hearers"
    " WHERE (one.obligation_id, one.recipient_id) = (hearers.obligation, hearers.person))",
    "miscounted": """
        SELECT count(*) FROM tasks_app_message AS message WHERE subject <> '您有 ' ||
            (SELECT count(*) FROM tasks_app_notification AS one WHERE one.message_id = message.id) || ' 件待办'""",
    # Notices that may wait: what is not urgent and came after the day's message to this person.
    "unsent": """
        SELECT count(*) FROM tasks_app_notification AS one
        LEFT JOIN tasks_app_message AS sent ON sent.id = one.message_id
        WHERE obligation_id IS NOT NULL
        AND coalesce(sent.state, '') NOT IN ('sent', 'failed') AND NOT (NOT urgent AND one.message_id IS NULL AND
            EXISTS (SELECT FROM tasks_app_message AS todays WHERE todays.recipient_id = one.recipient_id
                    AND todays.slot = %(today)s::text AND todays.state = 'sent'))""",
}
