using System.Globalization;

namespace CbmExchange.Store.PrivateServer;

/// <summary>
/// Who the server runs as. PostgreSQL refuses root, so as root its programs run under an unprivileged account through
/// <c>setpriv</c> (util-linux), which keeps no privilege to come back.
/// </summary>
internal sealed record ServerAccount(string Name, uint UserId, uint GroupId, bool IsSwitched)
{
    private const string AccountFile = "/etc/passwd";

    public static ServerAccount Choose(IReadOnlyList<string> names)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return new ServerAccount(Environment.UserName, 0, 0, IsSwitched: false);
        }

        var known = File.ReadLines(AccountFile).Select(line => line.Split(':'))
            .Where(parts => parts.Length >= 4).ToList();
        foreach (var name in names)
        {
            if (known.Find(parts => parts[0] == name) is { } found)
            {
                return new ServerAccount(name, Id(found[2]), Id(found[3]), IsSwitched: true);
            }
        }

        throw new PrivatePostgresException(
            $"PostgreSQL refuses to run as root and none of the accounts {string.Join(", ", names)} exists: make one "
            + "of them.");
    }

    public Task<(int ExitCode, string Output)> RunAsync(
        string program, IReadOnlyList<string> arguments, TimeSpan timeout, CancellationToken cancellationToken) =>
        IsSwitched
            ? Command.RunAsync("setpriv", [.. Switch, program, .. arguments], timeout, cancellationToken)
            : Command.RunAsync(program, arguments, timeout, cancellationToken);

    private string[] Switch =>
    [
        "--reuid", UserId.ToString(CultureInfo.InvariantCulture),
        "--regid", GroupId.ToString(CultureInfo.InvariantCulture),
        "--clear-groups", "--no-new-privs", "--",
    ];

    private static uint Id(string text) => uint.Parse(text, CultureInfo.InvariantCulture);
}
