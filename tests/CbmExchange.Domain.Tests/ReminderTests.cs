using CbmExchange.Domain.Cases;
using CbmExchange.Domain.Contacts;
using CbmExchange.Domain.Records;
using static CbmExchange.Domain.Tests.CaseTests;
using static CbmExchange.Domain.Tests.Fixture;

namespace CbmExchange.Domain.Tests;

/// <summary>Which armed step a node takes, and what may leave by that.</summary>
public sealed class ReminderTests
{
    [Fact]
    public void A_node_takes_armed_steps_in_order_each_after_its_time_and_none_once_somebody_was_reached()
    {
        ContactEntry[] entries =
            [Entry(1, ["technical"], ["phone"]), Entry(2, ["crisis-duty-desk"], ["crisis-phone"])];
        var due = Now.AddHours(-2);
        var first = ReminderDecider.Due(Question([], entries), 3, due, Policies.Default)!;
        var reminded = Attempt(first, "reminded") with
        {
            Reminder = Fixture.Record, Channel = "node-inbox", ChannelId = null, OccurredAt = Now.AddMinutes(-61),
        };
        var reached = Attempt(EscalationLadder.Next(Question([], entries)), "reached");

        string? Due(int armed, DateTimeOffset dueAt, params EscalationAttempt[] tried) =>
            ReminderDecider.Due(Question([.. tried], entries), armed, dueAt, Policies.Default)?.Step;

        Assert.Equal("next-channel", first.Step);
        Assert.Null(Due(0, due));
        Assert.Null(Due(3, Now.AddSeconds(1)));
        Assert.Null(Due(3, due, reached));
        Assert.Equal("crisis-desk", Due(3, due, reminded));
        Assert.Null(Due(2, due, reminded));
        Assert.Null(Due(3, due, reminded with { OccurredAt = Now.AddMinutes(-59) }));
        Assert.Null(Due(3, due, reminded with { Step = "crisis-desk" }));
        Assert.Equal("next-channel", EscalationLadder.Next(Question([reminded], entries)).Step);
    }

    [Fact]
    public void A_reminder_goes_at_once_only_while_it_says_nothing_else()
    {
        static RecordContent Content(string more) => RecordContent.Parse(
            $$"""{"precedence":"immediate","ofReferenceNumber":"XA-2026-7K3QD4","at":"2026-11-22T05:55:00Z"{{more}}}""");

        Assert.True(ReminderNote.IsOnly("reminder", Content("")));
        Assert.False(ReminderNote.IsOnly("response", Content("")));
        Assert.False(ReminderNote.IsOnly("reminder", Content(""","subject":[{"lang":"en","text":"Grid"}]""")));
        Assert.False(ReminderNote.IsOnly("reminder", Content(""","precedenceReason":"the grid"}"""[..^1])));
    }
}
