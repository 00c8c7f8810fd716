namespace CbmExchange.Domain.Checks;

/// <summary>One cell of what a meeting is shown.</summary>
/// <param name="ChannelType">Row.</param>
/// <param name="Result">Column.</param>
/// <param name="Text">A number of States, <see cref="FewerThanFive"/> or <see cref="NotShown"/>.</param>
public sealed record CheckCell(string ChannelType, string Result, string Text)
{
    /// <summary>Nothing to four.</summary>
    public const string FewerThanFive = "fewer than 5";

    /// <summary>The row would let a cell be worked out.</summary>
    public const string NotShown = "not shown";
}
