using System.Collections.Immutable;

namespace CbmExchange.Domain.Officers;

/// <summary>Who gives a command: an officer of this node with the roles held at that moment.</summary>
/// <param name="Id">The officer.</param>
/// <param name="Roles">Codes of <see cref="Officers.Roles"/>.</param>
public sealed record Actor(OfficerId Id, ImmutableArray<string> Roles)
{
    /// <summary>The officer with the roles that count for a record of an exercise, or of none.</summary>
    public Actor Inside(string? exerciseId) => this with { Roles = Officers.Roles.Inside(Roles, exerciseId) };

    /// <summary>True when the officer holds the role.</summary>
    public bool Has(string role) => Roles.Contains(role);
}
