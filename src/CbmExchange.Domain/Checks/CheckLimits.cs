namespace CbmExchange.Domain.Checks;

/// <summary>Limits of a communication check, each with its reason.</summary>
public static class CheckLimits
{
    /// <summary>States of one check: the participants of one instance (design §5).</summary>
    public const int TargetsCountMax = 250;

    /// <summary>Channels of one State: more than one officer could try.</summary>
    public const int ChannelsCountMax = 32;

    /// <summary>
    /// Codes of one State that fit none of its channels; later ones are not compared. A human mistypes once or twice;
    /// guessing five of a million is nothing.
    /// </summary>
    public const int WrongCodesMax = 5;

    /// <summary>Answers that a node sends to one check: one for each channel, and some that were mistyped.</summary>
    public const int AnswersCountMax = 8;

    /// <summary>Reply window when none is given (domain.md §4.24).</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(48);

    /// <summary>Shorter, and most desks of the world could not answer in their duty hours.</summary>
    public static readonly TimeSpan WindowMin = TimeSpan.FromHours(1);

    /// <summary>Longer, and it would say nothing about reaching somebody in a crisis.</summary>
    public static readonly TimeSpan WindowMax = TimeSpan.FromDays(14);

    /// <summary>Results of checks of itself that a State is shown.</summary>
    public const int OwnResultsCount = 5;

    /// <summary>Fewest States in a published cell (domain.md §4.24).</summary>
    public const int CellMin = 5;
}
