namespace CbmExchange.Domain.Lifecycle;

/// <summary>By what right an officer lets a version go further.</summary>
public enum Authority
{
    /// <summary>A releasing authority who did not write on it.</summary>
    SecondPerson,

    /// <summary>A duty officer alone, on an urgent message; flagged and reviewed.</summary>
    BreakGlass,

    /// <summary>A releasing authority who wrote on it, where the policy of a small State allows it; flagged.</summary>
    SinglePerson,
}
