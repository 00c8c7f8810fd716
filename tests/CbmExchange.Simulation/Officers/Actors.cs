using CbmExchange.Domain;
using CbmExchange.Domain.Officers;

namespace CbmExchange.Simulation.Officers;

/// <summary>The officers of each node.</summary>
internal static class Actors
{
    public static Actor Author { get; } = Officer(1, Roles.PocOfficer);

    public static Actor Releaser { get; } = Officer(2, Roles.ReleasingAuthority);

    public static Actor Duty { get; } = Officer(3, Roles.DutyOfficer);

    public static Actor Nominator { get; } = Officer(4, Roles.NominatingAuthority);

    public static Actor Admin { get; } = Officer(5, Roles.NodeAdmin);

    private static Actor Officer(int number, string role) =>
        new(new OfficerId($"20000000-0000-4000-8000-00000000000{number}"), [role]);
}
