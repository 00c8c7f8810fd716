using System.Collections.Immutable;
using System.Text.Json;
using CbmExchange.Domain.Cases;
using CbmExchange.Domain.Contacts;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Records;
using static CbmExchange.Domain.Tests.Fixture;

namespace CbmExchange.Domain.Tests;

public sealed class CaseTests
{
    private static readonly CaseId Id = new("30000000-0000-4000-8000-000000000001");

    private static readonly string[] Messages = [RecordTypes.IncidentNotification, RecordTypes.Acknowledgement];

    [Fact]
    public void An_answer_stands_after_what_it_answers_however_late_that_came()
    {
        CasePlace<string>[] arrived =
        [
            new("answer by B", "B", "b1", "a2"),
            new("note", ""),
            new("first of A", "A", "a1"),
            new("second of A", "A", "a2"),
        ];

        Assert.Equal(["first of A", "second of A", "answer by B", "note"], CaseOrder.Of(arrived));
    }

    [Fact]
    public void What_one_writer_wrote_stays_in_the_order_of_its_stream_in_whatever_order_the_others_came()
    {
        var random = new Random(20261130);
        var streams = Enumerable.Range(0, 4).Select(writer => Enumerable.Range(0, 12)
            .Select(index => (Writer: $"{writer}", Id: $"{writer}.{index}", Answers: index % 3 == 2
                ? $"{(writer + 1) % 4}.{index - 2}" : null)).ToArray()).ToArray();
        for (var run = 0; run < 200; run++)
        {
            var next = new int[4];
            var arrived = new List<CasePlace<string>>();
            while (arrived.Count < 48)
            {
                var writer = random.Next(4);
                if (next[writer] < 12)
                {
                    var one = streams[writer][next[writer]++];
                    arrived.Add(new CasePlace<string>(one.Id, one.Writer, one.Id, one.Answers));
                }
            }

            var ordered = CaseOrder.Of(arrived).ToList();

            Assert.Equal(48, ordered.Distinct().Count());
            Assert.All(streams, stream => Assert.Equal(
                stream.Select(one => one.Id), ordered.Where(id => id[0] == stream[0].Writer[0])));
            Assert.All(streams.SelectMany(stream => stream).Where(one => one.Answers is not null), one =>
                Assert.True(ordered.IndexOf(one.Answers!) < ordered.IndexOf(one.Id)));
        }
    }

    [Fact]
    public void Two_that_answer_one_another_end_no_order() =>
        Assert.Equal(2, CaseOrder.Of<string>([new("a", "A", "a", "b"), new("b", "B", "b", "a")]).Count);

    [Fact]
    [Trait("Edge", "28")]
    public void What_came_late_says_when_it_was_written_and_when_it_came()
    {
        var written = new DateTimeOffset(2026, 11, 22, 14, 2, 0, TimeSpan.Zero);
        var came = written.AddHours(5).AddMinutes(38);

        Assert.Equal(
            "authored 14:02Z, received 19:40Z", CaseClock.Late(written, written, came, Policies.Default));
        Assert.Equal("", CaseClock.Note(written, written, came, Policies.Default));
        Assert.Equal("", CaseClock.Late(written, written, written.AddMinutes(5), Policies.Default));
    }

    [Fact]
    [Trait("Edge", "29")]
    public void A_clock_that_is_more_than_five_minutes_ahead_is_pointed_out()
    {
        var came = new DateTimeOffset(2026, 11, 22, 14, 2, 0, TimeSpan.Zero);

        Assert.Equal("", CaseClock.Note(came.AddMinutes(5), came, came, Policies.Default));
        Assert.Equal(
            "clocks differ: it states a time 6 min after it was received here",
            CaseClock.Note(came, came.AddMinutes(6), came, Policies.Default));
    }

    [Theory]
    [InlineData("flash", 15)]
    [InlineData("immediate", 60)]
    [InlineData("priority", 360)]
    public void Urgent_messages_have_the_time_of_the_clock(string precedence, int minutes) =>
        Assert.Equal(
            Now.AddMinutes(minutes),
            ReceiptTimer.Of(precedence, Now, Hours("Asia/Riyadh", "sun", "mon"), Policies.Default).DueAt);

    [Fact]
    public void Routine_has_two_working_days_of_the_recipients_own_desk()
    {
        // Thursday 13:00 in Riyadh; the desk works from Sunday to Thursday, 08:00 to 15:00, and has Sunday off here.
        var thursday = new DateTimeOffset(2026, 11, 19, 10, 0, 0, TimeSpan.Zero);
        var hours = Hours("Asia/Riyadh", ["sun", "mon", "tue", "wed", "thu"], "2026-11-22");

        var timer = ReceiptTimer.Of("routine", thursday, hours, Policies.Default);

        Assert.Equal(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero), timer.DueAt);
        Assert.Equal("2 working days of the recipient's desk (Asia/Riyadh)", timer.Basis);
    }

    [Fact]
    public void A_desk_of_unknown_hours_or_manned_always_has_48_hours_and_says_why()
    {
        var unknown = ReceiptTimer.Of("routine", Now, null, Policies.Default);
        var always = ReceiptTimer.Of("routine", Now, DutyHours.Always, Policies.Default);

        Assert.Equal((Now.AddHours(48), Now.AddHours(48)), (unknown.DueAt, always.DueAt));
        Assert.Contains("not known here", unknown.Basis, StringComparison.Ordinal);
        Assert.Contains("manned always", always.Basis, StringComparison.Ordinal);
    }

    [Fact]
    public void A_timer_that_ran_out_says_that_no_receipt_is_recorded_and_nothing_else()
    {
        var timer = ReceiptTimer.Of("flash", Now, null, Policies.Default);

        Assert.Equal("human receipt looked for by 03:20Z (in 15 min)", timer.Sentence(Now));
        Assert.Equal("no receipt recorded so far; looked for since 03:20Z", timer.Sentence(Now.AddMinutes(15)));
    }

    [Fact]
    [Trait("Edge", "19")]
    public void The_ladder_goes_through_channels_deputy_crisis_desk_other_kinds_and_outside()
    {
        ContactEntry[] entries =
        [
            Entry(1, ["technical"], ["duty-phone", "fax"], deputy: 2), Entry(2, ["technical"], ["deputy-phone"]),
            Entry(3, ["crisis-duty-desk"], ["crisis-phone"]), Entry(4, ["diplomatic"], ["ministry"]),
        ];
        var attempts = ImmutableArray<EscalationAttempt>.Empty;
        var steps = new List<string>();
        for (var count = 0; count < 9; count++)
        {
            var next = EscalationLadder.Next(Question(attempts, entries));
            steps.Add($"{next.Step} {next.Channel?.Id}".Trim());
            attempts = attempts.Add(Attempt(next, "no-reply"));
        }

        Assert.Equal(
            [
                "next-channel duty-phone", "next-channel fax", "deputy deputy-phone", "crisis-desk crisis-phone",
                "other-kind ministry", "mission", "relay", "out-of-band", "out-of-band",
            ],
            steps);
    }

    [Fact]
    public void The_node_inbox_is_no_next_channel_and_a_contact_that_ended_is_passed_over()
    {
        var entry = Entry(1, ["technical"], ["inbox"], type: "node-inbox");
        var ended = Entry(2, ["technical"], ["old-phone"]) with { IsWithdrawn = true };

        Assert.Equal("mission", EscalationLadder.Next(Question([], [entry, ended])).Step);
        Assert.Equal("mission", EscalationLadder.Next(Question([], [])).Step);
    }

    [Fact]
    public void Only_somebody_reached_lets_the_ladder_rest()
    {
        var next = EscalationLadder.Next(Question([], [Entry(1, ["technical"], ["phone"])]));

        Assert.False(EscalationLadder.Rests([]));
        Assert.False(EscalationLadder.Rests([Attempt(next, "no-reply")]));
        Assert.True(EscalationLadder.Rests([Attempt(next, "reached")]));
    }

    [Fact]
    public void Who_may_not_read_all_of_a_case_keeps_nothing_in_it()
    {
        static AddCaseNote Note(Actor actor, params string[] types) =>
            new() { Actor = actor, RecordTypes = types, Text = "Called." };

        var technical = Officer(9, Roles.TechnicalPoc);
        Assert.True(CaseDecider.AddNote(Id, Note(Duty, Messages), Now).IsAccepted);
        Assert.True(CaseDecider.AddNote(Id, Note(technical, Messages), Now).IsAccepted);
        Assert.False(CaseDecider.AddNote(Id, Note(technical, "clarification-request"), Now).IsAccepted);
        Assert.Equal("ROLE_NOT_ALLOWED", CaseDecider.AddNote(Id, Note(Admin, Messages), Now).Refusal?.Reason);
        Assert.Equal("ROLE_NOT_ALLOWED", CaseDecider.AddNote(Id, Note(Admin), Now).Refusal?.Reason);
    }

    [Fact]
    public void All_faults_of_a_talk_are_named_at_once()
    {
        var talk = new OutOfBandTalk("said", "pigeon", null, "", Now.AddHours(1), null, null, " ");
        var refused = CaseDecider.OutOfBand(
            Id, new RecordOutOfBand { Actor = Duty, RecordTypes = [], Talk = talk }, Policies.Default, Now);

        Assert.Equal(
            ["channel", "direction", "occurredAt", "summary", "who"],
            refused.Refusal!.Faults.Select(fault => fault.Field).Order());
    }

    [Fact]
    public void A_case_folds_to_whether_it_is_open_and_what_was_tried()
    {
        var next = EscalationLadder.Next(Question([], [Entry(1, ["technical"], ["phone"])]));
        IEvent[] happened =
        [
            new CaseOpened(Id, "Grid", "actual", null, Duty.Id, Now),
            new EscalationTaken(Id, Attempt(next, "no-reply"), Duty.Id, Now),
            new CaseClosed(Id, "no-reply-recorded", null, null, Duty.Id, Now),
        ];
        var closed = happened.Aggregate(CaseState.Empty, (state, one) => state.Apply(one));
        var open = closed.Apply(new CaseReopened(Id, null, Duty.Id, Now));

        Assert.Equal(("Grid", "no-reply-recorded", 3L), (closed.Title, closed.ClosedReason, closed.Version.Value));
        Assert.Null(open.ClosedReason);
        Assert.Single(open.AttemptsOf(Fixture.Record, Xb));
        Assert.Empty(open.AttemptsOf(Fixture.Record, Xc));
    }

    internal static EscalationQuestion Question(
        ImmutableArray<EscalationAttempt> attempts, params ContactEntry[] entries) =>
        new()
        {
            Precedence = "immediate",
            Contact = entries.Length > 0 ? entries[0].RecordId : null,
            At = Now,
            Entries = [.. entries],
            Attempts = attempts,
        };

    internal static EscalationAttempt Attempt(EscalationChoice next, string outcome) =>
        new(
            Fixture.Record, Xb, next.Step, next.Entry?.RecordId, next.Channel?.Id, next.Channel?.Type ?? "other",
            outcome, null, Now, null);

    internal static ContactEntry Entry(
        int number, string[] kinds, string[] channels, int? deputy = null, string type = "voice") =>
        new(RecordOf(number), Xb, new ContactView(RecordContent.Parse(JsonSerializer.Serialize(new
        {
            kinds,
            coverage = "24x7",
            deputyContactId = deputy is { } other ? RecordOf(other).Value : null,
            channels = channels.Select((id, order) => new
            {
                id, type, value = $"+4420{order}", priorityOrder = order + 1,
            }),
        }))));

    private static RecordId RecordOf(int number) => new($"40000000-0000-4000-8000-00000000000{number}");

    private static DutyHours Hours(string zone, params string[] days) => Hours(zone, days, "2000-01-01");

    private static DutyHours Hours(string zone, string[] days, string closedOn) =>
        DutyHours.Read(JsonSerializer.SerializeToElement(new
        {
            timeZone = zone,
            shifts = days.SelectMany(weekday => new[]
            {
                new { weekday, from = "08:00", to = "11:00" }, new { weekday, from = "12:00", to = "15:00" },
            }),
            closedOn = new[] { closedOn },
        }))!;
}
