using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Output;

/// <summary>How a question, a talk or a request for help stands; each side's own words decide.</summary>
internal static class ConversationText
{
    public static void Write(Screen screen, IEnumerable<ConversationView> conversations)
    {
        foreach (var conversation in conversations)
        {
            screen.Strong(conversation.State.Length > 0
                ? $"{conversation.Kind}: {Words(conversation.State)}"
                : conversation.Kind);
            foreach (var side in conversation.Sides)
            {
                var since = side.Since is null ? "" : $" since {TimeText.Of(side.Since)}";
                var by = side.RecordId.Length > 0 ? $"   `cbmx show {side.RecordId}`" : "";
                screen.Line($"  {side.Designator}  {Words(side.State)}{since}{by}");
            }
        }
    }

    // What is a silence is said as such, and no more than that.
    private static string Words(string code) => code switch
    {
        "no-reply-recorded" => "no reply recorded",
        "outcome-agreed-text" => "outcome agreed: every side published the same text",
        "outcome-separate-statements" => "outcome: separate statements",
        "outcome-none" => "outcome: none",
        _ => code,
    };
}
