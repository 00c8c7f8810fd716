using System.Reflection;
using System.Text;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Tests;

public sealed class PermissionsTests
{
    [Fact]
    public void The_table_of_who_may_do_what_is_as_committed()
    {
        var root = typeof(PermissionsTests)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "RepositoryRoot")
            .Value!;
        var path = Path.Combine(root, "tests", "CbmExchange.Domain.Tests", "permissions.txt");
        var printed = Print();
        if (Environment.GetEnvironmentVariable("CBM_ACCEPT") == "1")
        {
            File.WriteAllText(path, printed);
        }

        Assert.Equal(File.ReadAllText(path), printed);
    }

    [Fact]
    public void An_administrator_never_reads_content() =>
        Assert.DoesNotContain(
            RecordTypes.All,
            type =>
                Permissions.Allowed([Roles.NodeAdmin], OfficerAction.Read, type)
                || Permissions.Allowed([Roles.NodeAdmin], OfficerAction.ReadOwn, type)
        );

    [Fact]
    public void Break_glass_is_for_flash_and_immediate_only() =>
        Assert.Equal(
            [Precedences.Immediate, Precedences.Flash],
            Precedences
                .LowestFirst.Where(precedence =>
                    Permissions.Allowed(
                        [Roles.DutyOfficer],
                        OfficerAction.BreakGlass,
                        RecordTypes.IncidentNotification,
                        precedence
                    )
                )
                .ToArray()
        );

    // One line per action and record type ("-": the node); one column per role. "!" means urgent messages only.
    private static string Print()
    {
        var text = new StringBuilder();
        text.Append("action              record type              ").AppendJoin(' ', Roles.All).Append('\n');
        foreach (var action in Enum.GetValues<OfficerAction>())
        {
            foreach (var type in RecordTypes.All.Cast<string?>().Append(null))
            {
                text.Append($"{action, -20}{type ?? "-", -25}");
                text.AppendJoin(' ', Roles.All.Select(role => Cell(role, action, type).PadRight(role.Length)))
                    .Append('\n');
            }
        }

        return string.Join('\n', text.ToString().Split('\n').Select(line => line.TrimEnd()));
    }

    private static string Cell(string role, OfficerAction action, string? type) =>
        Permissions.Allowed([role], action, type, Precedences.Routine) ? "yes"
        : Permissions.Allowed([role], action, type, Precedences.Flash) ? "!"
        : ".";
}
