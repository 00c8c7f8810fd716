using CbmExchange.Domain.Checks;
using static CbmExchange.Domain.Tests.Fixture;

namespace CbmExchange.Domain.Tests.Checks;

/// <summary>A check of XB and XC by XA, over node inbox, telephone and e-mail, at any point of its life.</summary>
internal static class CheckFixture
{
    public static readonly CheckId Id = new("70000000-0000-4000-8000-000000000001");

    public static CheckTarget TargetB { get; } = Target(Xb, 1);

    public static CheckTarget TargetC { get; } = Target(Xc, 2);

    public static DateTimeOffset Closes { get; } = Now + CheckLimits.Window;

    public static PlanCheck Command { get; } = new(
        Poc, null, ["node-inbox", "voice", "e-mail"], false, "any", null, null, [TargetB, TargetC]);

    public static CheckState Planned { get; } = CheckState.Of(CheckDecider.Plan(Id, Command, Now).Value);

    public static CheckState Open { get; } = Planned.Apply(new CheckOpened(Id, [Xb, Xc], Releaser.Id, Now));

    public static CheckTarget Target(ParticipantId participant, int number) =>
        new(
            participant,
            [Channel("node-inbox", "node-inbox"), Channel("voice-1", "voice")],
            Check: new RecordId($"71000000-0000-4000-8000-00000000000{number}"),
            Reminder: new RecordId($"72000000-0000-4000-8000-00000000000{number}"));

    public static CheckChannel Channel(string key, string type) =>
        new(key, type, [new CheckPlace(Fixture.Record, "duty", "abc")], "inside");

    public static CheckAnswerTaken Answer(
        string? channel, DateTimeOffset at, string outcome = "confirmed", int number = 1) =>
        new(
            Id, Xb, new RecordId($"73000000-0000-4000-8000-00000000000{number}"), outcome, channel, at,
            at.AddSeconds(1));

    public static CheckOutcomeRecorded Outcome(string channel, string result, DateTimeOffset at) =>
        new(Id, Xb, channel, result, at, null, Duty.Id, at);

    public static string ResultOf(CheckState check, string key, bool isDelivered = false) =>
        CheckResults.Of(check, TargetB, isDelivered).Single(channel => channel.Key == key).Result;
}
