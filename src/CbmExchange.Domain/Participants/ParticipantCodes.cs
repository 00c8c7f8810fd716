namespace CbmExchange.Domain.Participants;

/// <summary>Kinds of participant (domain.md §4.5).</summary>
public static class ParticipantKinds
{
    /// <summary>A State that takes part as author and recipient.</summary>
    public const string State = "state";

    /// <summary>A State that reads and authors nothing.</summary>
    public const string ObserverState = "observer-state";

    /// <summary>An organisation of States.</summary>
    public const string Organisation = "organisation";

    /// <summary>Staff of a body.</summary>
    public const string Secretariat = "secretariat";
}

/// <summary>Status of a participant in this instance (domain.md §4.5).</summary>
public static class ParticipantStatuses
{
    /// <summary>Named, not yet taking part: nothing is released to it.</summary>
    public const string Invited = "invited";

    /// <summary>Takes part, whether or not its node runs.</summary>
    public const string Active = "active";

    /// <summary>No new releases; corrections and withdrawals still go to it.</summary>
    public const string Suspended = "suspended";

    /// <summary>No new releases; corrections and withdrawals still go to it.</summary>
    public const string Left = "left";
}

/// <summary>Status of a membership (domain.md §4.5).</summary>
public static class MembershipStatuses
{
    /// <summary>A member.</summary>
    public const string Member = "member";

    /// <summary>A member whose rights rest: not in a body release.</summary>
    public const string Suspended = "suspended";

    /// <summary>Still a member until the withdrawal takes effect.</summary>
    public const string Withdrawing = "withdrawing";

    /// <summary>No member any more.</summary>
    public const string Withdrawn = "withdrawn";

    /// <summary>Observes: not in a body release to members.</summary>
    public const string Observer = "observer";

    /// <summary>A member by law that does not take part.</summary>
    public const string NotParticipating = "not-participating";
}
