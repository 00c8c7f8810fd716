using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Output;

/// <summary>What each recipient holds; facts about delivery are never mixed.</summary>
internal static class RecipientsText
{
    private static readonly (string Word, string Meaning)[] Meanings =
    [
        ("leaving", "nothing is in their stream yet; it can be recalled until it leaves"),
        ("waiting", "it lies ready for its node; whether it was fetched is not known"),
        ("fetched", "its node took it; that it was verified and stored is not confirmed yet"),
        ("delivered", "its node verified and stored it: a fact about a machine, no person confirmed it"),
        ("acknowledged", "a person there confirmed receipt; it means no agreement"),
        ("wrong-office", "an office there said that it is not the right one; whom it is for has not confirmed it"),
        ("holding-reply", "a person there has it; an answer follows"),
        ("responded", "an answer arrived"),
        ("declined", "it was said that no answer follows; that needs no reason"),
    ];

    /// <param name="screen">Where to.</param>
    /// <param name="recipients">What is known of each.</param>
    /// <param name="isReceipted">Messages are; of documents and contacts it is known that they were given.</param>
    public static void Write(Screen screen, IReadOnlyCollection<RecipientState> recipients, bool isReceipted)
    {
        if (recipients.Count == 0)
        {
            return;
        }

        screen.Table(isReceipted ? Receipted(recipients) : Given(recipients));
        if (!isReceipted && recipients.Any(one => one.LeavesAt is null))
        {
            screen.Quiet("given: it lies in their stream; delivery of documents and contacts is not receipted.");
        }

        if (isReceipted)
        {
            Explain(screen, recipients);
        }

        if (recipients.FirstOrDefault(one => one.LeavesAt is not null) is { } leaving)
        {
            screen.Strong($"leaves at {TimeText.Of(leaving.LeavesAt)}, can be recalled until then (`cbmx recall`)");
        }

        ExplainRestored(screen, recipients);
        foreach (var one in recipients.Where(one => one.NarrowedAt is not null))
        {
            screen.Line($"{one.Designator} was taken out {TimeText.Of(one.NarrowedAt)}: asked to delete it; gets " +
                "corrections and the withdrawal only");
        }

        if (recipients.Any(one => one.ClaimPaths.Count > 0))
        {
            screen.Quiet("given: how many parts of the record; --json names each of them");
        }
    }

    /// <summary>What each word in the column "receipt" proves, for the words that stand there.</summary>
    private static void Explain(Screen screen, IReadOnlyCollection<RecipientState> recipients)
    {
        foreach (var (word, meaning) in Meanings.Where(known => recipients.Any(one => one.Receipt == known.Word)))
        {
            screen.Quiet($"{word}: {meaning}");
        }

        foreach (var one in recipients.Where(one => one.AcknowledgementId.Length > 0))
        {
            screen.Quiet($"what {one.Designator} said with it: `cbmx show {one.AcknowledgementId}`");
        }

        foreach (var one in recipients)
        {
            ExplainAnswers(screen, one);
        }
    }

    private static void ExplainAnswers(Screen screen, RecipientState one)
    {
        foreach (var answer in one.Answers)
        {
            var by = answer.AnswerBy is null ? "" : $", an answer by {TimeText.Of(answer.AnswerBy)}";
            screen.Line($"{one.Designator}  {answer.Standing} {TimeText.Of(answer.At)}{by}: "
                + $"`cbmx show {answer.RecordId}`");
        }

        if (one.NoReplyRecordedSince is not null)
        {
            screen.Line(
                $"{one.Designator}  no reply recorded; looked for since {TimeText.Of(one.NoReplyRecordedSince)}");
        }
    }

    private static void ExplainRestored(Screen screen, IReadOnlyCollection<RecipientState> recipients)
    {
        if (recipients.Any(one => one.TakenBack))
        {
            screen.Quiet("known only from what it gave back after a backup was restored: "
                + Names(recipients.Where(one => one.TakenBack)));
        }

        if (recipients.Any(one => one.WithdrawalOwed))
        {
            screen.Strong("not told of the withdrawal yet; told as soon as its node is reached: "
                + Names(recipients.Where(one => one.WithdrawalOwed)));
        }
    }

    private static string Names(IEnumerable<RecipientState> recipients) =>
        string.Join(", ", recipients.Select(one => one.Designator));

    private static TextTable Receipted(IEnumerable<RecipientState> recipients)
    {
        var table = new TextTable("recipient", "marking", "receipt", "delivered", "acknowledged", "given");
        foreach (var one in recipients)
        {
            var desk = one.DutyDesk.Length > 0 ? $" by {one.DutyDesk}" : "";
            table.Row(
                one.Designator,
                one.Marking?.Tlp ?? "",
                one.Receipt,
                TimeText.OrNot(one.DeliveredAt, "not recorded"),
                TimeText.OrNot(one.AcknowledgedAt, "not recorded") + desk,
                PathsText.Count(one.ClaimPaths));
        }

        return table;
    }

    private static TextTable Given(IEnumerable<RecipientState> recipients)
    {
        var table = new TextTable("recipient", "marking", "receipt", "released", "given");
        foreach (var one in recipients)
        {
            table.Row(
                one.Designator,
                one.Marking?.Tlp ?? "",
                one.Receipt is "" or "waiting" ? "given" : one.Receipt,
                one.LeavesAt is null ? TimeText.Of(one.ReleasedAt) : "not yet",
                PathsText.Count(one.ClaimPaths));
        }

        return table;
    }
}
